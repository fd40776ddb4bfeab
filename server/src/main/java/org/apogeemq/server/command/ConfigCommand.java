package org.apogeemq.server.command;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.apogeemq.cli.grammar.Arguments;
import org.apogeemq.cli.grammar.Command;
import org.apogeemq.cli.grammar.Console;
import org.apogeemq.cli.grammar.Grammar;
import org.apogeemq.server.settings.Setting;
import org.apogeemq.server.settings.SettingsTable;

/** {@code apogee config}: lists what can be set. */
final class ConfigCommand implements Command {
    private static final String WORD = "WORD";
    private static final String ALL = "--all";
    private static final String JSON = "--json";

    @Override
    public Grammar grammar() {
        return new Grammar("config", """
            Lists the keys that can be set: default, range, meaning, and whether they change at run time.
            Keys are set in a file (-c FILE) or one by one (--set KEY=VALUE).\
            """)
                .optional(WORD, "Only keys with this in their name.")
                .flag(ALL, "Also the keys of Apache's that are accepted without effect or refused, and why.")
                .flag(JSON, "Print all keys as JSON.")
                .more("""
                    Examples:
                      bin/apogee config              what is in force
                      bin/apogee config flush        all keys with 'flush' in their name
                      bin/apogee config --all        every key there is
                      bin/apogee config --json       the same, for programs

                    Exit code: 0 listed, 1 no such key, 2 wrong use.
                    """);
    }

    @Override
    public int run(Arguments arguments, Console console) {
        var table = SettingsTable.create();
        boolean json = arguments.has(JSON);
        Optional<String> word = arguments.text(WORD);
        Predicate<Setting<?>> wanted = key -> arguments.has(ALL) || json || key.isInForce();
        if (word.isPresent()) {
            String part = word.get().toLowerCase(Locale.ROOT);
            wanted = key -> key.name().toLowerCase(Locale.ROOT).contains(part);
        }
        int printed = json
                ? new ConfigJson().print(table, wanted, console.out())
                : new ConfigTable(console.width()).print(table, wanted, console.out());
        console.out().flush();
        if (printed == 0) {
            console.err().println("apogee: no key has '" + word.orElse("") + "' in its name");
            return 1;
        }
        return 0;
    }
}
