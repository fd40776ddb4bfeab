package org.apogeemq.broker.group;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apogeemq.protocol.body.DataVersion;
import org.apogeemq.protocol.body.SubscriptionGroupConfig;
import org.apogeemq.protocol.body.SubscriptionGroupTable;
import org.apogeemq.protocol.json.Json;
import org.apogeemq.protocol.json.JsonLimits;
import org.apogeemq.protocol.json.JsonObject;
import org.apogeemq.protocol.json.JsonWriter;

/**
 * How changes of groups are written, as JSON. A new or changed group comes in the shape of Apache's
 * {@code subscriptionGroup.json} with this group, or several, whole, and the version of the table from then on, and so
 * does what a group may not read; a
 * deletion is {@code {"deleted":"G","counter":4,"stateVersion":0,"timestamp":1795168534309}}.
 */
final class GroupRecords {
    /** About 50 KiB of text. */
    private static final int GROUPS_PER_RECORD = 100;

    /** Receives what a record says. */
    interface Reader {
        void version(DataVersion version);

        void group(SubscriptionGroupConfig config);

        void deleted(String group);

        /** What the group may not read from now on, bits by topic. */
        void forbidden(String group, Map<String, Integer> topics);
    }

    private GroupRecords() {}

    static byte[] changed(DataVersion version, SubscriptionGroupConfig config) {
        return table(Map.of(config.groupName(), config), Map.of(), version);
    }

    /** What a group may not read, all of it: bits by topic. */
    static byte[] forbidden(DataVersion version, String group, Map<String, Integer> topics) {
        return table(Map.of(), Map.of(group, topics), version);
    }

    /** Several groups, in as many records as keep each short; at least one, which then has the version only. */
    static List<byte[]> changed(Supplier<DataVersion> versions, Collection<SubscriptionGroupConfig> configs) {
        List<byte[]> records = new ArrayList<>();
        Map<String, SubscriptionGroupConfig> together = new LinkedHashMap<>();
        for (SubscriptionGroupConfig config : configs) {
            together.put(config.groupName(), config);
            if (together.size() == GROUPS_PER_RECORD) {
                records.add(table(together, Map.of(), versions.get()));
                together.clear();
            }
        }
        if (!together.isEmpty() || records.isEmpty()) {
            records.add(table(together, Map.of(), versions.get()));
        }
        return records;
    }

    static byte[] deleted(DataVersion version, String group) {
        return new JsonWriter()
                .beginObject()
                .field("deleted", group)
                .field("counter", version.counter())
                .field("stateVersion", version.stateVersion())
                .field("timestamp", version.timestamp())
                .endObject()
                .bytes();
    }

    /** The snapshot. */
    static byte[] table(
            Map<String, SubscriptionGroupConfig> groups,
            Map<String, Map<String, Integer>> forbidden,
            DataVersion version) {
        return new SubscriptionGroupTable(groups, forbidden, version).toJson();
    }

    /** Reads a change or a whole table; members it does not know are passed over. */
    static void read(byte[] text, Reader reader) {
        JsonObject json = Json.parseObject(text, JsonLimits.FILE);
        if (json.has("deleted")) {
            reader.deleted(json.string("deleted"));
            reader.version(new DataVersion(
                    json.longValue("counter", 0), json.longValue("stateVersion", 0), json.longValue("timestamp", 0)));
        } else {
            SubscriptionGroupTable table = SubscriptionGroupTable.fromJson(text, JsonLimits.FILE);
            table.subscriptionGroupTable().values().forEach(reader::group);
            table.forbiddenTable().forEach(reader::forbidden);
            reader.version(table.dataVersion());
        }
    }
}
