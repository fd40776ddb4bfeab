package org.apogeemq.store.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apogeemq.protocol.record.StoredMessage;
import org.apogeemq.store.Records;
import org.apogeemq.store.TestStore;
import org.apogeemq.store.log.Draft;
import org.apogeemq.store.log.Outcome;
import org.apogeemq.store.queue.Boundary;
import org.apogeemq.store.queue.ConsumeQueue;
import org.apogeemq.store.queue.QueueEntries;
import org.apogeemq.store.queue.QueueKind;

/** A topic of batches in a store, and what must be read there: a plain list of records a queue. */
final class BatchTopic {
    static final String NAME = "batches";

    private final TestStore test;
    private final TreeMap<Integer, List<Span>> queues = new TreeMap<>();
    private int sent;

    /** A record with the queue offset of its first message. */
    record Span(long offset, List<String> bodies, long time, long logOffset, int bytes) {
        long end() {
            return offset + bodies.size();
        }
    }

    BatchTopic(TestStore test) {
        this.test = test;
    }

    ConsumeQueue queue(int queueId) {
        return test.store.queues().obtain(NAME, queueId, QueueKind.BATCH);
    }

    List<Span> spans(int queueId) {
        return queues.computeIfAbsent(queueId, id -> new ArrayList<>());
    }

    /** All records in the order of the log. */
    List<Span> all() {
        return queues.values().stream()
                .flatMap(List::stream)
                .sorted((a, b) -> Long.compare(a.logOffset, b.logOffset))
                .toList();
    }

    void forget() {
        queues.clear();
    }

    /** Sends a message, not as a batch. */
    Span send(int queueId) {
        String body = "single " + sent++;
        return sent(queueId, List.of(body), draft -> Records.add(draft, queue(queueId), body, "tag", true));
    }

    /** Sends a record that holds so many messages. */
    Span sendBatch(int queueId, int messages) {
        List<String> bodies =
                IntStream.range(0, messages).mapToObj(i -> "m" + sent + "." + i).toList();
        sent++;
        return sent(queueId, bodies, draft -> Records.addBatch(draft, queue(queueId), bodies));
    }

    private interface Filling {
        void fill(Draft draft);
    }

    private Span sent(int queueId, List<String> bodies, Filling filling) {
        CompletableFuture<Draft> done = new CompletableFuture<>();
        Draft draft = new Draft(1 << 16, 1, done::complete);
        filling.fill(draft);
        int bytes = draft.end();
        test.store.submit(draft);
        Draft stored = done.join();
        assertThat(stored.outcome(0)).isEqualTo(Outcome.STORED);
        Span span = new Span(stored.queueOffset(0), bodies, stored.storeTimestamp(0), stored.logOffset(0), bytes);
        List<Span> spans = spans(queueId);
        assertThat(span.offset).isEqualTo(spans.isEmpty() ? 0 : spans.getLast().end());
        spans.add(span);
        return span;
    }

    /** Sends singles and batches to three queues. */
    void fill(Random random, int records) {
        for (int i = 0; i < records; i++) {
            int queueId = random.nextInt(3);
            switch (random.nextInt(5)) {
                case 0 -> send(queueId);
                case 1 -> sendBatch(queueId, 1 + random.nextInt(60));
                default -> sendBatch(queueId, 1 + random.nextInt(5));
            }
            test.time.advance(java.time.Duration.ofMillis(random.nextInt(20)));
        }
    }

    /** Everything that was sent is there, and nothing else. */
    void check(Random random) {
        queues.forEach((queueId, spans) -> {
            assertThat(queue(queueId).maxOffset())
                    .as("end of queue %s", queueId)
                    .isEqualTo(spans.getLast().end());
            checkFrom(queueId, 0, random);
        });
    }

    /** The same of the records from the {@code first} on, which are the only ones left. */
    void checkFrom(int queueId, int first, Random random) {
        ConsumeQueue queue = queue(queueId);
        List<Span> spans = spans(queueId).subList(first, spans(queueId).size());
        assertThat(queue.minOffset()).as("begin of %s", queue).isEqualTo(spans.getFirst().offset);
        assertThat(queue.maxOffset())
                .as("end of %s", queue)
                .isEqualTo(spans.getLast().end());
        List<StoredMessage> records = Records.all(test.store, queue);
        assertThat(records.stream().map(Records::bodies))
                .as("records of %s", queue)
                .containsExactlyElementsOf(spans.stream().map(Span::bodies).toList());
        for (int i = 0; i < 20; i++) {
            checkAt(queue, spans, random.nextInt(spans.size()), random);
        }
        assertThat(queue.read(queue.maxOffset(), 1, new QueueEntries(1))).isZero();
    }

    private static void checkAt(ConsumeQueue queue, List<Span> spans, int i, Random random) {
        Span span = spans.get(i);
        long offset = span.offset + random.nextInt(span.bodies.size());
        QueueEntries entries = new QueueEntries(4);
        int count = 1 + random.nextInt(6);
        int read = queue.read(offset, count, entries);
        assertThat(read).isEqualTo(Math.min(Math.min(4, count), spans.size() - i));
        for (int k = 0; k < read; k++) {
            Span expected = spans.get(i + k);
            assertThat(entries.queueOffset(k)).isEqualTo(expected.offset);
            assertThat(entries.messages(k)).isEqualTo(expected.bodies.size());
            assertThat(entries.logOffset(k)).isEqualTo(expected.logOffset);
            assertThat(entries.recordBytes(k)).isEqualTo(expected.bytes);
        }
        long time = span.time + random.nextInt(3) - 1;
        Map<Boundary, Long> byTime = Map.of(
                Boundary.LOWER,
                        spans.stream()
                                .filter(other -> other.time >= time)
                                .mapToLong(Span::offset)
                                .findFirst()
                                .orElse(spans.getLast().end()),
                Boundary.UPPER,
                        spans.stream()
                                .filter(other -> other.time <= time)
                                .mapToLong(other -> other.end() - 1)
                                .max()
                                .orElse(spans.getFirst().offset));
        byTime.forEach((boundary, expected) -> assertThat(queue.offsetByTime(time, boundary))
                .as("%s of %s", boundary, time)
                .isEqualTo(expected));
    }
}
