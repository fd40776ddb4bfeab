package org.apogeemq.store.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.apogeemq.protocol.record.RecordFormat;
import org.apogeemq.store.Records;
import org.apogeemq.store.TestStore;
import org.apogeemq.store.batch.BatchTopic.Span;
import org.apogeemq.store.queue.ConsumeQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damage in a record that holds a batch costs the messages of that record, and moves no other. */
class BatchDamageTest {
    private static final int SEGMENT = 16 * 1024;
    private static final int BODY_AT = RecordFormat.FIXED_BYTES - 3;
    private static final int RECORDS = 90;

    /** Batches of every length from 1 on, in two queues, among single messages. */
    private static BatchTopic killed(TestStore test) {
        BatchTopic topic = new BatchTopic(test);
        test.open();
        for (int i = 0; i < RECORDS; i++) {
            if (i % 4 == 3) {
                topic.send(i % 2);
            } else {
                topic.sendBatch(i % 2, 1 + i / 3);
            }
        }
        test.disk.restartProcess();
        test.end();
        return topic;
    }

    private static Path file(long logOffset) {
        return TestStore.ROOT.resolve("commitlog").resolve("%020d".formatted(logOffset - logOffset % SEGMENT));
    }

    private static void flip(TestStore test, long logOffset) {
        int at = (int) (logOffset % SEGMENT);
        byte before = test.disk.bytes(file(logOffset))[at];
        test.disk.overwrite(file(logOffset), at, (byte) (before ^ 0x10));
    }

    private static void assertAllButOne(BatchTopic topic, TestStore test, Span lost) {
        for (int queueId = 0; queueId < 2; queueId++) {
            ConsumeQueue queue = topic.queue(queueId);
            List<Span> spans = topic.spans(queueId);
            assertThat(queue.minOffset()).isZero();
            assertThat(queue.maxOffset()).isEqualTo(spans.getLast().end());
            assertThat(Records.all(test.store, queue).stream().map(Records::bodies))
                    .as("%s without %s", queue, lost)
                    .containsExactlyElementsOf(spans.stream()
                            .filter(span -> span != lost)
                            .map(Span::bodies)
                            .toList());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4, 8, BODY_AT, BODY_AT + 21})
    void aFlippedBitCostsTheMessagesOfItsRecord(int at) {
        for (int victim : new int[] {6, 20, 41, 66, 80}) {
            try (TestStore test = new TestStore()) {
                BatchTopic topic = killed(test);
                Span lost = topic.all().get(victim);
                flip(test, lost.logOffset() + at);
                test.open();
                assertThat(test.store.damage().ranges()).hasSize(1);
                assertAllButOne(topic, test, lost);
                test.restart();
                assertAllButOne(topic, test, lost);
                test.disk.restartProcess();
                test.end();
                test.disk.deleteTree(TestStore.ROOT.resolve("batchconsumequeue"));
                test.disk.deleteTree(TestStore.ROOT.resolve("apogee"));
                test.open();
                assertAllButOne(topic, test, lost);
            }
        }
    }

    @Test
    void whatARecordSaysOfItsNumberOfMessagesIsNotTrustedMoreThanItsBody() {
        try (TestStore test = new TestStore()) {
            BatchTopic topic = killed(test);
            Span span = topic.all().get(65);
            byte[] record = test.disk.bytes(file(span.logOffset()));
            int from = (int) (span.logOffset() % SEGMENT);
            String text = new String(record, from, span.bytes(), StandardCharsets.ISO_8859_1);
            int number = text.indexOf("INNER_NUM") + "INNER_NUM".length() + 1;
            test.disk.overwrite(file(span.logOffset()), from + number, (byte) '9');
            test.open();
            assertAllButOne(topic, test, null);
        }
    }

    @Test
    void aRecordThatIsCutOffAtTheEndOfTheLogIsNotThere() {
        try (TestStore test = new TestStore()) {
            BatchTopic topic = killed(test);
            Span last = topic.all().getLast();
            IntStream.range(50, last.bytes()).forEach(i -> {
                long at = last.logOffset() + i;
                test.disk.overwrite(file(at), (int) (at % SEGMENT), (byte) 0);
            });
            test.open();
            topic.spans(1).removeLast();
            assertAllButOne(topic, test, null);
            assertThat(topic.sendBatch(1, 7).offset())
                    .isEqualTo(topic.spans(1).get(topic.spans(1).size() - 2).end());
        }
    }
}
