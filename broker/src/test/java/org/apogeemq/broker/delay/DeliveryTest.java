package org.apogeemq.broker.delay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apogeemq.broker.FailingReads;
import org.apogeemq.broker.Rooms;
import org.apogeemq.protocol.body.TopicConfig;
import org.apogeemq.protocol.record.Names;
import org.apogeemq.protocol.record.StoredMessage;
import org.apogeemq.store.StoreConfig;
import org.apogeemq.store.disk.RealDisk;
import org.apogeemq.store.queue.ConsumeQueue;
import org.apogeemq.store.queue.QueueEntries;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeliveryTest {
    private static final int READ_AND_WRITE = TopicConfig.PERM_READ | TopicConfig.PERM_WRITE;
    private static final List<Duration> DELAYS = StoreConfig.at(Path.of("")).delays();
    private static final Duration S5 = Duration.ofSeconds(5);

    @TempDir
    Path folder;

    private Rooms rooms;
    private Delivery delivery;

    @BeforeEach
    void open() {
        rooms = Rooms.open(folder);
        rooms.topics.upsert(new TopicConfig("orders", 4, READ_AND_WRITE)).join();
        begin(DELAYS);
    }

    @AfterEach
    void close() {
        delivery.close();
        rooms.close();
    }

    @Test
    void eachLevelIsDeliveredWhenItsDelayIsOver() {
        putOff(3, 2, "late");
        putOff(1, 0, "early");
        rooms.time.advance(Duration.ofMillis(999));
        assertThat(delivered()).isEmpty();

        rooms.time.advance(Duration.ofMillis(2));
        assertThat(delivered()).containsExactly("0:early");

        rooms.time.advance(Duration.ofMillis(8_997));
        assertThat(delivered()).containsExactly("0:early");
        rooms.time.advance(Duration.ofMillis(3));
        assertThat(delivered()).containsExactly("0:early", "2:late");
        assertThat(rooms.delayOffsets.all()).containsEntry(1, 1L).containsEntry(3, 1L);
    }

    @Test
    void messagesOfOneLevelComeEachAtItsTimeAndInTheirOrder() {
        for (int i = 0; i < 100; i++) {
            putOff(1, 0, "m" + i);
            if (i % 10 == 9) {
                rooms.time.advance(Duration.ofMillis(50));
            }
        }
        assertThat(delivered()).isEmpty();
        rooms.time.advance(Duration.ofMillis(600));
        assertThat(delivered()).hasSize(30); // put at 0, 50 and 100 ms; now it is 1,100 ms
        rooms.time.advance(Duration.ofSeconds(1));
        assertThat(delivered())
                .containsExactlyElementsOf(
                        IntStream.range(0, 100).mapToObj(i -> "0:m" + i).toList());
    }

    @Test
    void whatWaitsIsDeliveredOnceAfterARestartToo() {
        putOff(1, 0, "before");
        putOff(2, 1, "during");
        rooms.time.advance(Duration.ofSeconds(2));
        assertThat(delivered()).containsExactly("0:before");
        restart(DELAYS); // the clock begins at the same moment again: "during" still has to wait
        assertThat(delivered()).containsExactly("0:before");
        rooms.time.advance(Duration.ofSeconds(6));
        assertThat(delivered()).containsExactly("0:before", "1:during");
    }

    @Test
    void whatIsDueLaterThanItsDelayAllowsHasWaitedEnough() {
        rooms.time.advance(Duration.ofHours(1));
        putOff(1, 0, "from an hour ahead");
        restart(DELAYS); // an hour back
        assertThat(delivered()).containsExactly("0:from an hour ahead");
    }

    @Test
    void aClockThatIsSetBackALittleMakesNothingComeEarly() {
        rooms.time.advance(Duration.ofSeconds(2));
        putOff(1, 0, "patient");
        restart(DELAYS); // two seconds back
        rooms.time.advance(Duration.ofMillis(2_999));
        assertThat(delivered()).isEmpty();
        rooms.time.advance(Duration.ofMillis(2));
        assertThat(delivered()).containsExactly("0:patient");
    }

    @Test
    void aShorterDelayCountsForWhatWaitsAlready() {
        putOff(5, 0, "a minute");
        restart(List.of(Duration.ofSeconds(1), S5, S5, S5, Duration.ofSeconds(10)));
        rooms.time.advance(Duration.ofMillis(9_999));
        assertThat(delivered()).isEmpty();
        rooms.time.advance(Duration.ofMillis(2));
        assertThat(delivered()).containsExactly("0:a minute");
    }

    @Test
    void aLongerDelayCountsForWhatComesLater() {
        putOff(1, 0, "a second");
        restart(List.of(Duration.ofSeconds(10), S5));
        putOff(1, 0, "ten seconds");
        rooms.time.advance(Duration.ofMillis(1_001));
        assertThat(delivered()).containsExactly("0:a second");
        rooms.time.advance(Duration.ofSeconds(9));
        assertThat(delivered()).containsExactly("0:a second", "0:ten seconds");
    }

    @Test
    void whatWaitsInALevelThatIsNoLongerSetKeepsItsTime() {
        putOff(5, 0, "a minute");
        restart(List.of(Duration.ofSeconds(1)));
        rooms.time.advance(Duration.ofMillis(59_999));
        assertThat(delivered()).isEmpty();
        rooms.time.advance(Duration.ofMillis(2));
        assertThat(delivered()).containsExactly("0:a minute");
        restart(DELAYS);
        rooms.time.advance(Duration.ofHours(1));
        assertThat(delivered()).containsExactly("0:a minute");
    }

    @Test
    void aMessageThatTheDiskDoesNotReturnHoldsItsLevelForHalfAMinuteAndNoOther() {
        delivery.close();
        rooms.close();
        var disk = new FailingReads(new RealDisk());
        rooms = Rooms.openCold(folder, disk);
        begin(DELAYS);
        putOff(1, 0, "before");
        long lost = putOff(1, 0, "lost");
        putOff(1, 0, "behind");
        putOff(2, 1, "elsewhere");
        disk.fail(folder.resolve("commitlog/00000000000000000000"), lost + 40);

        rooms.time.advance(Duration.ofSeconds(20));
        assertThat(delivered()).containsExactly("0:before", "1:elsewhere");
        rooms.time.advance(Duration.ofSeconds(20));
        disk.heal();
        assertThat(delivered()).containsExactly("0:before", "0:behind", "1:elsewhere");
    }

    @Test
    void whatIsTooLargeForTheUsualDraftComesInItsPlace() {
        String large = "x".repeat(600_000);
        putOff(1, 0, "small");
        putOff(1, 0, large);
        putOff(1, 0, "next");
        rooms.time.advance(Duration.ofSeconds(2));
        assertThat(delivered()).containsExactly("0:small", "0:" + large, "0:next");
        assertThat(rooms.delayOffsets.all()).containsEntry(1, 3L);
    }

    @Test
    void messagesOfATopicThatIsGoneAreLeftOutAndThoseOfAGoneQueueGoToAnother() {
        rooms.topics.upsert(new TopicConfig("gone", 1, READ_AND_WRITE)).join();
        put(1, "gone", 0, "nobody's");
        putOff(1, 3, "queue 3");
        rooms.topics.delete("gone").join();
        rooms.topics.upsert(new TopicConfig("orders", 2, READ_AND_WRITE)).join();
        putOff(1, 0, "next");

        rooms.time.advance(Duration.ofSeconds(2));
        assertThat(delivered()).containsExactly("0:next", "1:queue 3");
        assertThat(rooms.delayOffsets.all()).containsEntry(1, 3L);
    }

    /** The clock begins at the same moment again. */
    private void restart(List<Duration> delays) {
        delivery.close();
        rooms.close();
        rooms = Rooms.open(folder, delays);
        begin(delays);
    }

    private void begin(List<Duration> delays) {
        delivery = new Delivery(
                rooms.delayOffsets, delays, rooms.topics, rooms.store, rooms.time, rooms.time, Runnable::run);
        delivery.start();
        rooms.time.advance(Duration.ZERO);
    }

    private long putOff(int level, int queueId, String body) {
        return put(level, "orders", queueId, body);
    }

    private long put(int level, String topic, int queueId, String body) {
        delivery.expect(level);
        return rooms.put(
                Names.SCHEDULE_TOPIC,
                level - 1,
                body,
                Map.of(
                        "REAL_TOPIC",
                        topic,
                        "REAL_QID",
                        Integer.toString(queueId),
                        "DELAY",
                        Integer.toString(level),
                        "TAGS",
                        "red"));
    }

    /** Queue and body of all messages of the topic, queue after queue. */
    private List<String> delivered() {
        List<String> all = new ArrayList<>();
        QueueEntries entries = new QueueEntries(200);
        for (ConsumeQueue queue : rooms.store.queues().ofTopic("orders")) {
            queue.read(queue.minOffset(), 200, entries);
            for (int i = 0; i < entries.count(); i++) {
                assertThat(entries.tagsCode(i)).isEqualTo("red".hashCode());
                ByteBuffer record = rooms.store.log().record(entries.logOffset(i));
                all.add(queue.queueId() + ":"
                        + new String(StoredMessage.decode(record).body(), UTF_8));
            }
        }
        return all;
    }
}
