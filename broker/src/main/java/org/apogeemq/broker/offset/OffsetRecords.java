package org.apogeemq.broker.offset;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apogeemq.protocol.body.DataVersion;
import org.apogeemq.protocol.body.OffsetTable;
import org.apogeemq.protocol.json.Json;
import org.apogeemq.protocol.json.JsonLimits;
import org.apogeemq.protocol.json.JsonObject;
import org.apogeemq.protocol.json.JsonWriter;

/**
 * How offsets are written, as JSON. A change has the shape of Apache's {@code consumerOffset.json} with all offsets of
 * the (topic, group) pairs that changed; {@code {"forgotten":["topic@group"]}} names pairs whose topic or group is gone.
 */
final class OffsetRecords {
    /** Offsets in one record of the log: about 100 KiB of text. */
    private static final int OFFSETS_PER_RECORD = 4_096;

    private static final String FORGOTTEN = "forgotten";

    /** Receives what a record says. */
    interface Reader {
        void offset(String group, String topic, int queueId, long offset);

        void forgotten(String group, String topic);
    }

    private OffsetRecords() {}

    /** The records that say how far the groups are; none if {@code changed} is empty. */
    static List<byte[]> changes(List<QueueOffsets> changed) {
        List<byte[]> records = new ArrayList<>();
        List<QueueOffsets> together = new ArrayList<>();
        int offsets = 0;
        for (QueueOffsets pair : changed) {
            together.add(pair);
            offsets += pair.copy().length;
            if (offsets >= OFFSETS_PER_RECORD) {
                records.add(table(together));
                together.clear();
                offsets = 0;
            }
        }
        if (!together.isEmpty()) {
            records.add(table(together));
        }
        return records;
    }

    /** The record that says that the offsets of these pairs are gone. */
    static byte[] forgotten(Collection<QueueOffsets> pairs) {
        List<String> keys = pairs.stream()
                .map(pair -> OffsetTable.key(pair.topic, pair.group))
                .toList();
        return new JsonWriter().beginObject().field(FORGOTTEN, keys).endObject().bytes();
    }

    /** All of it: the snapshot, and the answer to those who ask for all offsets. */
    static byte[] table(Collection<QueueOffsets> pairs) {
        Map<String, Map<Integer, Long>> table = new TreeMap<>();
        for (QueueOffsets pair : pairs) {
            table.put(OffsetTable.key(pair.topic, pair.group), byQueue(pair));
        }
        return new OffsetTable(table, DataVersion.NONE).toJson();
    }

    /** The offsets of a pair that were committed, by queue id. */
    static Map<Integer, Long> byQueue(QueueOffsets pair) {
        Map<Integer, Long> queues = new TreeMap<>();
        long[] offsets = pair.copy();
        for (int queueId = 0; queueId < offsets.length; queueId++) {
            if (offsets[queueId] != QueueOffsets.NONE) {
                queues.put(queueId, offsets[queueId]);
            }
        }
        return queues;
    }

    /** Reads a change or a whole table; members it does not know are passed over. */
    static void read(byte[] text, Reader reader) {
        JsonObject json = Json.parseObject(text, JsonLimits.FILE);
        if (json.has(FORGOTTEN)) {
            json.strings(FORGOTTEN).forEach(key -> reader.forgotten(group(key), topic(key)));
        } else {
            OffsetTable.fromJson(text, JsonLimits.FILE)
                    .offsetTable()
                    .forEach((key, queues) -> queues.forEach(
                            (queueId, offset) -> reader.offset(group(key), topic(key), queueId, offset)));
        }
    }

    private static String topic(String key) {
        int at = key.indexOf('@'); // no topic has one
        return at < 0 ? key : key.substring(0, at);
    }

    private static String group(String key) {
        return key.substring(key.indexOf('@') + 1);
    }
}
