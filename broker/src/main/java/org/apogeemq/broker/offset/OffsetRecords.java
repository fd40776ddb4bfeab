package org.apogeemq.broker.offset;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apogeemq.protocol.body.DataVersion;
import org.apogeemq.protocol.body.OffsetTable;
import org.apogeemq.protocol.json.Json;
import org.apogeemq.protocol.json.JsonLimits;
import org.apogeemq.protocol.json.JsonObject;
import org.apogeemq.protocol.json.JsonWriter;

/**
 * How offsets are written, as JSON. A change has the shape of Apache's {@code consumerOffset.json} with all offsets of
 * the (topic, group) pairs that changed; {@code {"forgotten":["topic@group"]}} names pairs whose topic or group is
 * gone; {@code {"moves":{"topic@group":{"0":7,"1":-1}}}} that the group was moved to 7 in queue 0 and its clients do
 * not know yet, while in queue 1 they have followed. A snapshot has {@code moves} beside the offsets.
 */
final class OffsetRecords {
    /** Offsets in one record of the log: about 100 KiB of text. */
    private static final int OFFSETS_PER_RECORD = 4_096;

    private static final String FORGOTTEN = "forgotten";
    private static final String MOVES = "moves";
    private static final String OFFSETS = "offsetTable";

    /** Receives what a record says. Queue ids are in their range. */
    interface Reader {
        /** @param target {@link QueueOffsets#NONE}: the group has followed */
        void move(String group, String topic, int queueId, long target);

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

    /** The records that say where the groups were moved in {@code places}; none if there are no places. */
    static List<byte[]> moves(Set<PendingResets.Place> places, PendingResets resets) {
        List<byte[]> records = new ArrayList<>();
        Map<String, Map<Integer, Long>> table = new TreeMap<>();
        int count = 0;
        for (PendingResets.Place place : places) {
            long target = resets.target(place.group(), place.topic(), place.queueId());
            table.computeIfAbsent(OffsetTable.key(place.topic(), place.group()), key -> new TreeMap<>())
                    .put(place.queueId(), target);
            if (++count % OFFSETS_PER_RECORD == 0 || count == places.size()) {
                records.add(
                        moves(new JsonWriter().beginObject(), table).endObject().bytes());
                table.clear();
            }
        }
        return records;
    }

    /** The state of the view. */
    static byte[] snapshot(Map<String, Map<Integer, Long>> moves, Collection<QueueOffsets> pairs) {
        JsonWriter json = moves(new JsonWriter().beginObject(), moves);
        return queues(json.name(OFFSETS), byPair(pairs)).endObject().bytes();
    }

    private static JsonWriter moves(JsonWriter json, Map<String, Map<Integer, Long>> table) {
        return queues(json.name(MOVES), table);
    }

    private static JsonWriter queues(JsonWriter json, Map<String, Map<Integer, Long>> table) {
        json.beginObject();
        table.forEach((key, queues) -> {
            json.name(key).beginObject();
            queues.forEach((queueId, offset) -> json.field(queueId.toString(), offset.longValue()));
            json.endObject();
        });
        return json.endObject();
    }

    /** All offsets as those get them who ask for them. */
    static byte[] table(Collection<QueueOffsets> pairs) {
        return new OffsetTable(byPair(pairs), DataVersion.NONE).toJson();
    }

    private static Map<String, Map<Integer, Long>> byPair(Collection<QueueOffsets> pairs) {
        Map<String, Map<Integer, Long>> table = new TreeMap<>();
        for (QueueOffsets pair : pairs) {
            table.put(OffsetTable.key(pair.topic, pair.group), byQueue(pair));
        }
        return table;
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
            return;
        }
        if (json.has(MOVES)) { // before the offsets, of which those from before a move do not count
            each(json, MOVES, reader::move);
        }
        if (json.has(OFFSETS)) {
            each(json, OFFSETS, reader::offset);
        }
    }

    private interface Each {
        void take(String group, String topic, int queueId, long offset);
    }

    private static void each(JsonObject json, String member, Each each) {
        JsonObject table = json.object(member);
        json.map(member, (key, queues) -> table.map(key, id -> JsonObject.intOf(key, id), JsonObject::longOf))
                .forEach((key, queues) -> queues.forEach((queueId, offset) -> {
                    if (queueId >= 0 && queueId < Offsets.QUEUES_MAX) {
                        each.take(group(key), topic(key), queueId, offset);
                    }
                }));
    }

    private static String topic(String key) {
        int at = key.indexOf('@'); // no topic has one
        return at < 0 ? key : key.substring(0, at);
    }

    private static String group(String key) {
        return key.substring(key.indexOf('@') + 1);
    }
}
