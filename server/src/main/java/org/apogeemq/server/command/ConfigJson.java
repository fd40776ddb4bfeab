package org.apogeemq.server.command;

import java.io.PrintWriter;
import java.util.List;
import java.util.function.Predicate;
import org.apogeemq.protocol.json.JsonWriter;
import org.apogeemq.server.settings.Setting;
import org.apogeemq.server.settings.SettingsTable;

/** The keys as JSON: an array of objects, one key a line. */
final class ConfigJson {
    /** Prints the wanted keys and returns how many they were. */
    int print(SettingsTable table, Predicate<Setting<?>> wanted, PrintWriter out) {
        int printed = 0;
        out.print("[");
        for (Setting.Part part : Setting.Part.values()) {
            List<Setting<?>> keys = table.of(part).stream().filter(wanted).toList();
            for (Setting<?> key : keys) {
                out.println(printed == 0 ? "" : ",");
                out.print(json(key));
                printed++;
            }
        }
        out.println();
        out.println("]");
        return printed;
    }

    private static String json(Setting<?> key) {
        return new JsonWriter()
                .beginObject()
                .field("name", key.name())
                .field("part", key.part().words())
                .field("default", key.defaultText())
                .field("values", key.range())
                .field("inForce", key.isInForce())
                .field("changesAtRunTime", key.changeable())
                .field("meaning", key.meaning())
                .field("note", key.useWords())
                .endObject()
                .toString();
    }
}
