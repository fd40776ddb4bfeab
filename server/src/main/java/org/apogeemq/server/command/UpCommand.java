package org.apogeemq.server.command;

import java.util.List;
import org.apogeemq.cli.grammar.Arguments;
import org.apogeemq.cli.grammar.Command;
import org.apogeemq.cli.grammar.Console;
import org.apogeemq.cli.grammar.Grammar;
import org.apogeemq.cli.grammar.WrongUseException;
import org.apogeemq.server.settings.BrokerKeys;
import org.apogeemq.server.settings.NameServerKeys;
import org.apogeemq.server.settings.Setting;
import org.apogeemq.server.settings.Settings;
import org.apogeemq.server.wiring.Plan;

/** {@code apogee up}: name server and broker in one process. */
final class UpCommand implements Command {
    private static final String NAME_SERVER_PORT = "--nameserver-port";

    @Override
    public Grammar grammar() {
        return new Grammar("up", """
            Runs a name server and a broker in one process, until Ctrl-C or SIGTERM.
            Prints one line when it is ready.\
            """)
                .option(
                        ServerOptions.HOST,
                        "ADDR",
                        "Address of the broker that clients are told, HOST or HOST:PORT. Default: found per client")
                .option(NAME_SERVER_PORT, "PORT", "Port of the name server. Default: 9876")
                .option(
                        ServerOptions.BROKER_PORT,
                        "PORT",
                        "Port of the broker, which takes the port two below it too. Default: 10911")
                .with(ServerOptions::in)
                .more("""
                    Clients connect to the name server's port and are told the broker's address: the one by which
                    they reach the name server, so that several network cards, containers and tunnels need no
                    setting. Only clients that come through a port mapping need --host.

                    Examples:
                      bin/apogee up
                      bin/apogee up --data /var/lib/apogee --set flushDiskType=SYNC_FLUSH
                      bin/apogee up --host queue.example.org      ports mapped to the same numbers
                      bin/apogee up --host 203.0.113.7:30911      the broker's port mapped to 30911

                    Exit code: 130 or 143 stopped by Ctrl-C or SIGTERM, 1 could not start, 2 wrong use or setting.
                    """);
    }

    @Override
    public int run(Arguments arguments, Console console) throws InterruptedException {
        var options = new ServerOptions(arguments);
        Settings.Builder settings = options.read(List.of(Setting.Part.BROKER, Setting.Part.NAME_SERVER));
        options.put(NAME_SERVER_PORT, NameServerKeys.PORT, settings);
        options.put(ServerOptions.BROKER_PORT, BrokerKeys.PORT, settings);
        Settings built = settings.build();
        checkPorts(built.get(NameServerKeys.PORT), built.get(BrokerKeys.PORT));
        Plan plan = Plan.of(Plan.Parts.BOTH, options.data(), built)
                .announcing(arguments.text(ServerOptions.HOST).orElse(null));
        return new ServerRun(plan, options.verbose(), console).untilStopped();
    }

    private static void checkPorts(int nameServer, int broker) {
        if (nameServer == broker || nameServer == broker - 2) {
            throw new WrongUseException("name server and broker cannot both have port " + nameServer
                    + ": the broker takes " + broker + " and " + (broker - 2));
        }
    }
}
