package org.apogeemq.server.command;

import java.util.List;
import org.apogeemq.cli.grammar.Arguments;
import org.apogeemq.cli.grammar.Command;
import org.apogeemq.cli.grammar.Console;
import org.apogeemq.cli.grammar.Grammar;
import org.apogeemq.server.settings.BrokerKeys;
import org.apogeemq.server.settings.Setting;
import org.apogeemq.server.settings.Settings;
import org.apogeemq.server.wiring.Plan;

/** {@code apogee broker}: a broker alone. */
final class BrokerCommand implements Command {
    private final String nameServers;

    /** @param nameServers what the environment says, or null */
    BrokerCommand(String nameServers) {
        this.nameServers = nameServers;
    }

    @Override
    public Grammar grammar() {
        return new Grammar("broker", """
            Runs a broker alone, until Ctrl-C or SIGTERM.
            It registers with the name servers of namesrvAddr, or of the environment's NAMESRV_ADDR.\
            """)
                .option(
                        ServerOptions.HOST,
                        "ADDR",
                        "Address that clients are told, HOST or HOST:PORT. Default: the one by which we reach the"
                                + " name server")
                .option(
                        ServerOptions.BROKER_PORT,
                        "PORT",
                        "Port to listen on; the port two below it is taken too. Default: 10911")
                .with(ServerOptions::in)
                .more("""
                    Examples:
                      bin/apogee broker -c broker.conf
                      bin/apogee broker --set namesrvAddr=10.0.0.5:9876 --set brokerName=broker-b

                    Exit code: 130 or 143 stopped by Ctrl-C or SIGTERM, 1 could not start, 2 wrong use or setting.
                    """);
    }

    @Override
    public int run(Arguments arguments, Console console) throws InterruptedException {
        var options = new ServerOptions(arguments);
        Settings.Builder settings = options.read(List.of(Setting.Part.BROKER));
        options.put(ServerOptions.BROKER_PORT, BrokerKeys.PORT, settings);
        if (nameServers != null && !nameServers.isBlank()) {
            settings.unlessSet(BrokerKeys.NAME_SERVERS, nameServers, "environment NAMESRV_ADDR");
        }
        Plan plan = Plan.of(Plan.Parts.BROKER, options.data(), settings.build())
                .announcing(arguments.text(ServerOptions.HOST).orElse(null));
        return new ServerRun(plan, options.verbose(), console).untilStopped();
    }
}
