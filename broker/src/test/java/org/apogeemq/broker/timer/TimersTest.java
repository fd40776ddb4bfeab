package org.apogeemq.broker.timer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apogeemq.broker.FailingReads;
import org.apogeemq.broker.Rooms;
import org.apogeemq.protocol.body.TopicConfig;
import org.apogeemq.protocol.record.Names;
import org.apogeemq.protocol.record.StoredMessage;
import org.apogeemq.store.disk.RealDisk;
import org.junit.jupiter.api.Test;

class TimersTest extends TimedMessages {
    @Test
    void eachMessageIsDeliveredWhenItsTimeHasCome() {
        put(2, "late", in(10_001));
        put(0, "early", in(1_001));
        pass(1_000);
        assertThat(delivered()).isEmpty();
        pass(3);
        assertThat(delivered()).containsExactly("0:early");
        pass(8_990);
        assertThat(delivered()).containsExactly("0:early");
        pass(10);
        assertThat(delivered()).containsExactly("0:early", "2:late");
    }

    @Test
    void manyMessagesComeInTheOrderOfTheirTimesAlsoThroughFiles() throws IOException {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            put(0, "m" + i, in(1_000 + placeOf(i) * 10L));
        }
        for (int place = 0; place < 500; place++) {
            int wanted = place;
            IntStream.range(0, 500).filter(i -> placeOf(i) == wanted).forEach(i -> expected.add("0:m" + i));
        }
        pass(100);
        assertThat(Files.isDirectory(folder.resolve("apogee/timers"))).isTrue();
        assertThat(runFiles()).isNotEmpty();
        pass(10 * SECOND);
        assertThat(delivered()).containsExactlyElementsOf(expected);
    }

    @Test
    void messagesOfTheSameTimeComeInTheOrderTheyWereSent() {
        for (int i = 0; i < 3_000; i++) {
            put(0, "m" + i, in(5_000));
        }
        pass(6 * SECOND);
        assertThat(delivered())
                .containsExactlyElementsOf(
                        IntStream.range(0, 3_000).mapToObj(i -> "0:m" + i).toList());
    }

    @Test
    void whatWaitsIsDeliveredOnceAfterAStop() {
        put(0, "before", in(SECOND));
        put(1, "during", in(5 * SECOND));
        pass(2 * SECOND);
        restart();
        assertThat(delivered()).containsExactly("0:before");
        pass(4 * SECOND);
        assertThat(delivered()).containsExactly("0:before", "1:during");
    }

    @Test
    void whatWaitsIsDeliveredOnceWhenTheIndexWasNotSaved() throws IOException {
        for (int i = 0; i < 100; i++) {
            put(0, "m" + i, in((i + 1) * SECOND + 1));
        }
        pass(50 * SECOND + 10);
        restart();
        deleteIndex();
        restart();
        assertThat(delivered()).hasSize(50);
        pass(60 * SECOND);
        assertThat(delivered())
                .containsExactlyElementsOf(
                        IntStream.range(0, 100).mapToObj(i -> "0:m" + i).toList());
    }

    @Test
    void aDamagedFileOfTheIndexIsMadeAgain() throws IOException {
        for (int i = 0; i < 400; i++) {
            put(0, "m" + i, in(60 * SECOND + i * 10));
        }
        pass(62 * SECOND);
        int before = delivered().size();
        assertThat(before).isBetween(100, 300);
        timers.close();
        for (Path file : runFiles()) {
            byte[] bytes = Files.readAllBytes(file);
            bytes[200] ^= 1;
            Files.write(file, bytes, StandardOpenOption.TRUNCATE_EXISTING);
        }
        begin();
        pass(10 * SECOND);
        assertThat(delivered())
                .containsExactlyElementsOf(
                        IntStream.range(0, 400).mapToObj(i -> "0:m" + i).toList());
    }

    @Test
    void aRecalledMessageDoesNotComeAndOthersOfItsTimeDo() {
        long due = in(10 * SECOND + 7);
        putTimed("a", due, "id-a");
        putTimed("b", due, "id-b");
        putTimed("c", due, "id-c");
        pass(SECOND);
        recall(due, "id-b");
        recall(due + 1, "id-c"); // not its time
        pass(10 * SECOND);
        assertThat(delivered()).containsExactly("0:a", "0:c");
    }

    @Test
    void aRecallHoldsOverARestart() throws IOException {
        long due = in(10 * SECOND + 7);
        putTimed("a", due, "id-a");
        putTimed("b", due, "id-b");
        recall(due, "id-b");
        restart();
        deleteIndex();
        pass(20 * SECOND);
        assertThat(delivered()).containsExactly("0:a");
    }

    @Test
    void aMessageThatComesAfterItsTimeIsDeliveredAtOnce() {
        put(0, "first", in(SECOND));
        pass(2 * SECOND);
        put(1, "too late", in(-SECOND - 1));
        pass(10);
        assertThat(delivered()).containsExactly("0:first", "1:too late");
        restart();
        pass(SECOND);
        assertThat(delivered()).containsExactly("0:first", "1:too late");
    }

    @Test
    void aClockSetForwardDeliversWhatIsOverdueWithinASecond() {
        put(0, "an hour", in(3600 * SECOND));
        put(0, "two hours", in(7200 * SECOND));
        pass(100);
        jump(3600 * SECOND);
        pass(SECOND);
        assertThat(delivered()).containsExactly("0:an hour");
    }

    @Test
    void aClockSetBackMakesNothingComeEarlyLateOrTwice() {
        put(0, "first", in(10 * SECOND));
        put(0, "far", in(4000 * SECOND));
        pass(11 * SECOND);
        assertThat(delivered()).containsExactly("0:first");
        jump(-3600 * SECOND);
        put(1, "short", in(5 * SECOND + 1));
        pass(4 * SECOND);
        assertThat(delivered()).containsExactly("0:first");
        pass(2 * SECOND);
        assertThat(delivered()).containsExactly("0:first", "1:short");
        restart();
        put(2, "next", in(20 * SECOND));
        pass(21 * SECOND);
        assertThat(delivered()).containsExactly("0:first", "1:short", "2:next");
        pass(3600 * SECOND);
        assertThat(delivered()).containsExactly("0:first", "1:short", "2:next");
        pass(4000 * SECOND);
        assertThat(delivered()).containsExactly("0:first", "0:far", "1:short", "2:next");
    }

    @Test
    void whatIsDeliveredSaysWhenItWasTakenAndGivenOutAndWhereItWaited() {
        long due = in(SECOND + 1);
        put(3, "m", due);
        pass(2 * SECOND);
        StoredMessage message = messages("orders").getFirst();
        assertThat(message.propertyMap())
                .containsEntry("REAL_TOPIC", "orders")
                .containsEntry("REAL_QID", "3")
                .containsEntry("TIMER_OUT_MS", Long.toString(DueTime.slot(due)))
                .containsKeys("TIMER_ENQUEUE_MS", "TIMER_DEQUEUE_MS", "UNIQ_KEY");
        assertThat(Long.parseLong(message.property("TIMER_DEQUEUE_MS"))).isBetween(due, due + 2);
        assertThat(message.bornHost().getPort()).isEqualTo(50_000);
    }

    @Test
    void whatIsLargeComesInItsPlace() {
        String large = "x".repeat(600_000);
        put(0, "small", in(SECOND));
        put(0, large, in(SECOND + 1));
        put(0, "next", in(SECOND + 2));
        pass(2 * SECOND);
        assertThat(delivered()).containsExactly("0:small", "0:" + large, "0:next");
    }

    @Test
    void messagesOfATopicThatIsGoneAreLeftOutAndThoseOfAGoneQueueGoToAnother() {
        rooms.topics.upsert(new TopicConfig("gone", 1, READ_AND_WRITE)).join();
        put("gone", 0, "nobody's", in(SECOND), Map.of());
        put(3, "queue 3", in(SECOND));
        put(Names.TIMER_TOPIC, 0, "in circles", in(SECOND), Map.of());
        rooms.topics.delete("gone").join();
        rooms.topics.upsert(new TopicConfig("orders", 2, READ_AND_WRITE)).join();
        put(0, "next", in(SECOND + 1));
        pass(2 * SECOND);
        assertThat(delivered()).containsExactly("0:next", "1:queue 3");
    }

    @Test
    void aMessageThatTheDiskDoesNotReturnHoldsOthersForHalfAMinute() {
        timers.close();
        rooms.close();
        var disk = new FailingReads(new RealDisk());
        rooms = Rooms.openCold(folder, disk);
        begin();
        put(0, "before", in(SECOND));
        long lost = put(0, "lost", in(SECOND + 1));
        put(0, "behind", in(SECOND + 2));
        pass(100);
        disk.fail(folder.resolve("commitlog/00000000000000000000"), lost + 40);
        pass(20 * SECOND);
        assertThat(delivered()).hasSize(1);
        pass(20 * SECOND);
        disk.heal();
        assertThat(delivered()).containsExactly("0:before", "0:behind");
    }

    /** Some order of 500. */
    private static int placeOf(int i) {
        return i * 7919 % 500;
    }
}
