package org.apogeemq.broker.apache;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apogeemq.broker.offset.Offsets;
import org.apogeemq.protocol.body.DataVersion;
import org.apogeemq.protocol.body.OffsetTable;
import org.apogeemq.protocol.json.JsonLimits;
import org.apogeemq.time.Clock;

/**
 * {@code consumerOffset.json}. Where both sides have moved since the table was the same, which takes a crash of ours
 * before Apache's start, the larger offset counts: what a group has done with either broker is done.
 */
final class OffsetsTable implements ApacheTable {
    private static final OffsetTable EMPTY = new OffsetTable(Map.of(), DataVersion.NONE);
    /** Written for people to read, never read back. */
    private static final Set<String> DERIVED = Set.of("groupTopicMap", "pullOffsetTable");

    private final Offsets offsets;
    private final Clock clock;

    OffsetsTable(Offsets offsets, Clock clock) {
        this.offsets = offsets;
        this.clock = clock;
    }

    @Override
    public String file() {
        return "consumerOffset.json";
    }

    @Override
    public String member() {
        return "offsetTable";
    }

    @Override
    public CompletableFuture<Void> takeOver(Optional<byte[]> known, byte[] theirs) {
        Map<String, Map<Integer, Long>> before =
                known.map(OffsetsTable::read).orElse(EMPTY).offsetTable();
        Map<String, Map<Integer, Long>> now = read(theirs).offsetTable();
        Map<String, Map<Integer, Long>> ours = ours();
        Difference<String, Map<Integer, Long>> difference = Difference.of(before, now, ours);
        List<CompletableFuture<Void>> written = new ArrayList<>();
        difference.gone().forEach(pair -> written.add(offsets.forget(group(pair), topic(pair))));
        difference.changed().forEach((pair, queues) -> {
            Map<Integer, Long> beforePair = before.getOrDefault(pair, Map.of());
            Map<Integer, Long> oursPair = ours.getOrDefault(pair, Map.of());
            Difference.of(beforePair, queues, oursPair).changed().forEach((queueId, offset) -> {
                Long present = oursPair.get(queueId);
                boolean movedHere = present != null && !present.equals(beforePair.get(queueId));
                offsets.settle(group(pair), topic(pair), queueId, movedHere ? Math.max(present, offset) : offset);
            });
        });
        written.add(offsets.flush());
        return CompletableFuture.allOf(written.toArray(CompletableFuture<?>[]::new));
    }

    @Override
    public byte[] content(Optional<byte[]> present) {
        OffsetTable before = present.map(OffsetsTable::read).orElse(EMPTY);
        Map<String, Map<Integer, Long>> now = ours();
        boolean same = present.isPresent() && now.equals(before.offsetTable());
        return new OffsetTable(
                        now, same ? before.dataVersion() : before.dataVersion().next(clock.wallMillis()))
                .toJson();
    }

    @Override
    public boolean isOurs(String member) {
        return DERIVED.contains(member) || !member.isEmpty() && Character.isDigit(member.charAt(0)); // a queue id
    }

    private Map<String, Map<Integer, Long>> ours() {
        return read(offsets.table()).offsetTable();
    }

    private static OffsetTable read(byte[] text) {
        return OffsetTable.fromJson(text, JsonLimits.FILE);
    }

    private static String topic(String pair) {
        int at = pair.indexOf('@'); // no topic has one
        return at < 0 ? pair : pair.substring(0, at);
    }

    private static String group(String pair) {
        return pair.substring(pair.indexOf('@') + 1);
    }
}
