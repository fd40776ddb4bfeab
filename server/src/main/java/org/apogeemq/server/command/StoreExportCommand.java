package org.apogeemq.server.command;

import java.nio.file.Path;
import java.util.List;
import org.apogeemq.cli.grammar.Arguments;
import org.apogeemq.cli.grammar.Command;
import org.apogeemq.cli.grammar.Console;
import org.apogeemq.cli.grammar.Grammar;
import org.apogeemq.cli.grammar.WrongUseException;
import org.apogeemq.server.settings.Setting;
import org.apogeemq.server.wiring.ApacheExport;
import org.apogeemq.server.wiring.Plan;

/** {@code apogee store export}: leaves a store as after a clean stop, so that Apache's broker opens it. */
final class StoreExportCommand implements Command {
    private static final String APACHE = "--apache";

    @Override
    public Grammar grammar() {
        return new Grammar("store export", """
            Makes a stopped store ready for another broker.
            A clean stop does the same; this is for a store whose process was killed.\
            """)
                .option(APACHE, "DIR", "The data folder that Apache RocketMQ is to open; it is changed in place.")
                .with(ServerOptions::inSettings)
                .more("""
                    Example:
                      bin/apogee store export --apache /var/lib/apogee

                    Exit code: 0 done, 1 the store is in use or cannot be opened, 2 wrong use or setting.
                    """);
    }

    @Override
    public int run(Arguments arguments, Console console) {
        Path data = Path.of(arguments
                .text(APACHE)
                .filter(folder -> !folder.isBlank())
                .orElseThrow(() -> new WrongUseException(APACHE + " DIR is missing")));
        var options = new ServerOptions(arguments);
        Plan plan = Plan.of(
                Plan.Parts.BROKER,
                data,
                options.read(List.of(Setting.Part.BROKER)).build());
        ApacheExport.of(plan).forEach(console.out()::println);
        console.out().flush();
        return 0;
    }
}
