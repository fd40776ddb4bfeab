package org.apogeemq.broker.delay;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apogeemq.protocol.json.Json;
import org.apogeemq.protocol.json.JsonLimits;
import org.apogeemq.protocol.json.JsonObject;
import org.apogeemq.protocol.json.JsonWriter;
import org.apogeemq.protocol.record.Names;
import org.apogeemq.store.Store;
import org.apogeemq.store.queue.ConsumeQueue;
import org.apogeemq.store.view.View;

/**
 * How far each delay level is: queue offset of the next message of the schedule topic that is to be delivered. Changes
 * and snapshots have the shape of Apache's {@code delayOffset.json}: {@code {"offsetTable":{"3":17}}}. Thread-safe.
 */
public final class DelayOffsets implements View {
    private static final String TABLE = "offsetTable";

    private final Map<Integer, Long> levels = new ConcurrentSkipListMap<>();

    /** Queue offset by level, from 1 on, in the order of levels; a copy. */
    public Map<Integer, Long> all() {
        return new TreeMap<>(levels);
    }

    /** Moves some levels. Completes when that is in {@code store} and here. */
    public CompletableFuture<Void> set(Store store, Map<Integer, Long> changed) {
        return changed.isEmpty() ? CompletableFuture.completedFuture(null) : store.append(this, json(changed));
    }

    /** The levels that are beyond the end of their queue, whose last messages are gone with a crash, and these ends. */
    public Map<Integer, Long> ahead(Store store) {
        Map<Integer, Long> behind = new TreeMap<>();
        levels.forEach((level, offset) -> {
            ConsumeQueue queue = store.queues().get(Names.SCHEDULE_TOPIC, level - 1);
            long end = queue == null ? 0 : queue.maxOffset();
            if (offset > end) {
                behind.put(level, end);
            }
        });
        return behind;
    }

    @Override
    public String id() {
        return "delay-offsets";
    }

    @Override
    public void apply(byte[] change) {
        levels.putAll(read(change));
    }

    @Override
    public byte[] snapshot() {
        return json(all());
    }

    @Override
    public void restore(byte[] snapshot) {
        levels.clear();
        apply(snapshot);
    }

    /** The levels that a file or a change names; members it does not know are passed over. */
    public static Map<Integer, Long> read(byte[] text) {
        JsonObject json = Json.parseObject(text, JsonLimits.FILE);
        return json.map(TABLE, level -> JsonObject.intOf("delay level", level), JsonObject::longOf);
    }

    static byte[] json(Map<Integer, Long> levels) {
        JsonWriter json = new JsonWriter().beginObject().name(TABLE).beginObject();
        levels.forEach((level, offset) -> json.field(level.toString(), offset.longValue()));
        return json.endObject().endObject().bytes();
    }
}
