package org.apogeemq.server.command;

import java.util.List;
import org.apogeemq.cli.grammar.Arguments;
import org.apogeemq.cli.grammar.Command;
import org.apogeemq.cli.grammar.Console;
import org.apogeemq.cli.grammar.Grammar;
import org.apogeemq.server.settings.NameServerKeys;
import org.apogeemq.server.settings.Setting;
import org.apogeemq.server.settings.Settings;
import org.apogeemq.server.wiring.Plan;

/** {@code apogee nameserver}: a name server alone. */
final class NameServerCommand implements Command {
    private static final String PORT = "--port";

    @Override
    public Grammar grammar() {
        return new Grammar("nameserver", """
            Runs a name server alone, until Ctrl-C or SIGTERM.
            Brokers register with every name server; name servers do not know each other.\
            """)
                .option(PORT, "PORT", "Port to listen on. Default: 9876")
                .with(ServerOptions::in)
                .more("""
                    Examples:
                      bin/apogee nameserver
                      bin/apogee nameserver --port 9877 --data /var/lib/apogee-names

                    Exit code: 130 or 143 stopped by Ctrl-C or SIGTERM, 1 could not start, 2 wrong use or setting.
                    """);
    }

    @Override
    public int run(Arguments arguments, Console console) throws InterruptedException {
        var options = new ServerOptions(arguments);
        Settings.Builder settings = options.read(List.of(Setting.Part.NAME_SERVER));
        options.put(PORT, NameServerKeys.PORT, settings);
        Plan plan = Plan.of(Plan.Parts.NAME_SERVER, options.data(), settings.build());
        return new ServerRun(plan, options.verbose(), console).untilStopped();
    }
}
