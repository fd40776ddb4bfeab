package org.apogeemq.broker.apache;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apogeemq.broker.delay.DelayOffsets;
import org.apogeemq.protocol.body.DataVersion;
import org.apogeemq.protocol.json.Json;
import org.apogeemq.protocol.json.JsonLimits;
import org.apogeemq.protocol.json.JsonWriter;
import org.apogeemq.store.Store;
import org.apogeemq.time.Clock;

/** {@code delayOffset.json}. Deliveries only go forward, so of two offsets the larger counts. */
final class DelaysTable implements ApacheTable {
    private final DelayOffsets delays;
    private final Store store;
    private final Clock clock;

    DelaysTable(DelayOffsets delays, Store store, Clock clock) {
        this.delays = delays;
        this.store = store;
        this.clock = clock;
    }

    @Override
    public String file() {
        return "delayOffset.json";
    }

    @Override
    public String member() {
        return "offsetTable";
    }

    @Override
    public CompletableFuture<Void> takeOver(Optional<byte[]> known, byte[] theirs) {
        Map<Integer, Long> before = known.map(DelayOffsets::read).orElse(Map.of());
        Map<Integer, Long> ours = delays.all();
        Map<Integer, Long> changed =
                Difference.of(before, DelayOffsets.read(theirs), ours).changed();
        changed.values().removeIf(offset -> offset < 0);
        changed.entrySet().removeIf(level -> level.getValue() < ours.getOrDefault(level.getKey(), 0L));
        return delays.set(store, changed);
    }

    @Override
    public byte[] content(Optional<byte[]> present) {
        Map<Integer, Long> now = delays.all();
        DataVersion version = present.map(DelaysTable::version).orElse(DataVersion.NONE);
        boolean same = present.isPresent() && now.equals(DelayOffsets.read(present.get()));
        DataVersion next = same ? version : version.next(clock.wallMillis());
        JsonWriter json = new JsonWriter().beginObject().name("dataVersion").beginObject();
        json.field("counter", next.counter()).field("stateVersion", next.stateVersion());
        json.field("timestamp", next.timestamp()).endObject().name(member()).beginObject();
        now.forEach((level, offset) -> json.field(level.toString(), offset.longValue()));
        return json.endObject().endObject().bytes();
    }

    @Override
    public boolean isOurs(String member) {
        return false;
    }

    private static DataVersion version(byte[] text) {
        return Json.parseObject(text, JsonLimits.FILE)
                .object(
                        "dataVersion",
                        json -> new DataVersion(
                                json.longValue("counter", 0),
                                json.longValue("stateVersion", 0),
                                json.longValue("timestamp", 0)),
                        DataVersion.NONE);
    }
}
