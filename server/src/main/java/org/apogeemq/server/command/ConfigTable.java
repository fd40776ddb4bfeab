package org.apogeemq.server.command;

import java.io.PrintWriter;
import java.util.List;
import java.util.function.Predicate;
import org.apogeemq.server.settings.Setting;
import org.apogeemq.server.settings.SettingsTable;

/** The keys as text that fits the terminal: a line with name, default and range, the meaning below it. */
final class ConfigTable {
    private static final String INDENT = "      ";

    private final int width;

    ConfigTable(int width) {
        this.width = width;
    }

    /** Prints the wanted keys and returns how many they were. */
    int print(SettingsTable table, Predicate<Setting<?>> wanted, PrintWriter out) {
        int printed = 0;
        for (Setting.Part part : Setting.Part.values()) {
            List<Setting<?>> keys = table.of(part).stream().filter(wanted).toList();
            if (!keys.isEmpty()) {
                out.println("Keys of the " + part.words());
                out.println();
                keys.forEach(key -> print(key, out));
                printed += keys.size();
            }
        }
        return printed;
    }

    private void print(Setting<?> key, PrintWriter out) {
        String value = key.defaultText().isEmpty() ? "(empty)" : key.defaultText();
        String range = key.range();
        String change = key.changeable() ? "changes at run time" : "fixed at start";
        wrapped("  " + key.name() + " = " + value, out);
        if (key.isInForce()) {
            wrapped(INDENT + range + "; " + change, out);
        }
        if (!key.meaning().isEmpty()) {
            wrapped(INDENT + key.meaning(), out);
        }
        if (!key.useWords().isEmpty()) {
            wrapped(INDENT + key.useWords(), out);
        }
        out.println();
    }

    /** Breaks a line at blanks; what goes on is indented. */
    private void wrapped(String text, PrintWriter out) {
        String rest = text;
        while (rest.length() > width) {
            int blank = rest.lastIndexOf(' ', width);
            if (blank <= INDENT.length()) {
                break;
            }
            out.println(rest.substring(0, blank));
            rest = INDENT + rest.substring(blank + 1);
        }
        out.println(rest);
    }
}
