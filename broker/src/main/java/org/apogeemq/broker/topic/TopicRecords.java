package org.apogeemq.broker.topic;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apogeemq.protocol.body.DataVersion;
import org.apogeemq.protocol.body.TopicConfig;
import org.apogeemq.protocol.body.TopicConfigTable;
import org.apogeemq.protocol.json.Json;
import org.apogeemq.protocol.json.JsonLimits;
import org.apogeemq.protocol.json.JsonObject;
import org.apogeemq.protocol.json.JsonWriter;

/**
 * How changes of topics are written, as JSON. A new or changed topic comes in the shape of Apache's {@code topics.json}
 * with this topic, or several, whole, and the version of the table from then on; a deletion is
 * {@code {"deleted":"T","counter":4,"stateVersion":0,"timestamp":1795168534309}}.
 */
final class TopicRecords {
    /** About 50 KiB of text. */
    private static final int TOPICS_PER_RECORD = 200;

    /** Receives what a record says. */
    interface Reader {
        void version(DataVersion version);

        void topic(TopicConfig config);

        void deleted(String topic);
    }

    private TopicRecords() {}

    static byte[] changed(DataVersion version, TopicConfig config) {
        return new TopicConfigTable(Map.of(config.topicName(), config), version).toJson();
    }

    /** Several topics, in as many records as keep each short; at least one, which then has the version only. */
    static List<byte[]> changed(Supplier<DataVersion> versions, Collection<TopicConfig> configs) {
        List<byte[]> records = new ArrayList<>();
        Map<String, TopicConfig> together = new LinkedHashMap<>();
        for (TopicConfig config : configs) {
            together.put(config.topicName(), config);
            if (together.size() == TOPICS_PER_RECORD) {
                records.add(new TopicConfigTable(together, versions.get()).toJson());
                together.clear();
            }
        }
        if (!together.isEmpty() || records.isEmpty()) {
            records.add(new TopicConfigTable(together, versions.get()).toJson());
        }
        return records;
    }

    static byte[] deleted(DataVersion version, String topic) {
        return new JsonWriter()
                .beginObject()
                .field("deleted", topic)
                .field("counter", version.counter())
                .field("stateVersion", version.stateVersion())
                .field("timestamp", version.timestamp())
                .endObject()
                .bytes();
    }

    /** Reads a change or a whole table; members it does not know are passed over. */
    static void read(byte[] text, Reader reader) {
        JsonObject json = Json.parseObject(text, JsonLimits.FILE);
        if (json.has("deleted")) {
            reader.deleted(json.string("deleted"));
            reader.version(new DataVersion(
                    json.longValue("counter", 0), json.longValue("stateVersion", 0), json.longValue("timestamp", 0)));
        } else {
            TopicConfigTable table = TopicConfigTable.fromJson(text, JsonLimits.FILE);
            table.topicConfigTable().values().forEach(reader::topic);
            reader.version(table.dataVersion());
        }
    }
}
