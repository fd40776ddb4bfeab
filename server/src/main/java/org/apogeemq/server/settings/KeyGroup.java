package org.apogeemq.server.settings;

import java.util.ArrayList;
import java.util.List;
import org.apogeemq.server.settings.Setting.Part;

/** Keys without effect that share their reason, written as lines of text: a name and, behind a blank, its default. */
final class KeyGroup {
    private KeyGroup() {}

    /** Reads the lines; a default of true or false tells that the key is a flag, every other is text. */
    static List<Setting<?>> read(Part part, Use use, String lines) {
        List<Setting<?>> keys = new ArrayList<>();
        lines.lines().forEach(line -> {
            int blank = line.indexOf(' ');
            String name = blank < 0 ? line : line.substring(0, blank);
            String value = blank < 0 ? "" : line.substring(blank + 1);
            keys.add(key(part, use, name, value));
        });
        return keys;
    }

    private static Setting<?> key(Part part, Use use, String name, String value) {
        if (value.equals("true") || value.equals("false")) {
            return Setting.of(part, name, new ValueKind.Flag(), value, "").with(use);
        }
        return Setting.of(part, name, new ValueKind.Text("any value"), value, "")
                .with(use);
    }
}
