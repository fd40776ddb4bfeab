package org.apogeemq.broker.pull;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apogeemq.broker.Rooms;
import org.apogeemq.broker.face.RefusedException;
import org.apogeemq.broker.filter.SqlFilters;
import org.apogeemq.broker.metrics.BrokerCounters;
import org.apogeemq.broker.pull.PullResult.Status;
import org.apogeemq.protocol.record.StoredMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pulls with expressions over properties: of what was just written, of what has to be read, and waiting ones. */
class SqlPullTest {
    private static final int SCAN_MAX = 800;

    @TempDir
    Path folder;

    private final List<Runnable> coldReads = new ArrayList<>();
    private final Answers answers = new Answers();
    private final BrokerCounters counters = new BrokerCounters();
    private Rooms rooms;
    private PullLane lane;

    private static final class Answers implements PullAnswers {
        private Rooms rooms;
        private int count;
        private int refusal;
        private Status status;
        private long next;
        private final List<String> bodies = new ArrayList<>();

        @Override
        public boolean completed(PullCall call, PullResult result) {
            ByteBuffer frame = ByteBuffer.allocate(result.bytes());
            if (!result.copy(rooms.store.log(), frame)) {
                return false;
            }
            count++;
            status = result.status();
            next = result.nextOffset();
            bodies.clear();
            StoredMessage.decodeAll(frame.flip()).forEach(message -> bodies.add(new String(message.body(), UTF_8)));
            return true;
        }

        @Override
        public void busy(PullCall call) {
            throw new AssertionError("busy");
        }

        @Override
        public void unreadable(PullCall call, String why) {
            throw new AssertionError(why);
        }

        @Override
        public void refused(PullCall call, RefusedException why) {
            count++;
            refusal = why.code();
        }

        @Override
        public void failed(PullCall call, Throwable failure) {
            throw new AssertionError(failure);
        }
    }

    @AfterEach
    void close() {
        rooms.close();
    }

    private void open(Rooms opened) {
        rooms = opened;
        answers.rooms = rooms;
        rooms.topics.createFromTemplate("orders", "TBW102", 1, 0).join();
        rooms.groups.create("G").join();
        var config = new PullConfig(32, 256 << 10, SCAN_MAX, true, Duration.ofSeconds(1), true, true);
        var tables =
                new PullRoom.Tables(rooms.topics, rooms.groups, rooms.members, rooms.offsets, new SqlFilters(true));
        var room = new PullRoom(
                config, tables, rooms.store.log(), rooms.time, rooms.time, coldReads::add, Runnable::run, counters);
        lane = room.lane(answers, Runnable::run);
    }

    private void put(int from, int to) {
        for (int i = from; i < to; i++) {
            rooms.put("orders", 0, "m" + i, i % 5 == 4 ? Map.of() : Map.of("n", Integer.toString(i), "TAGS", "t"));
        }
    }

    private PullCall call(long offset, String expression) {
        var call = new PullCall();
        call.group = "G";
        call.topic = "orders";
        call.offset = offset;
        call.maxMessages = 32;
        call.sysFlag = PullCall.SUBSCRIPTION | PullCall.SUSPEND;
        call.suspendMillis = 15_000;
        call.subscription = expression;
        call.expressionType = "SQL92";
        return call;
    }

    private void pull(long offset, String expression) {
        lane.accept(call(offset, expression));
    }

    @Test
    void whatWasJustWrittenIsFilteredWithoutWaitingForTheDisk() {
        open(Rooms.open(folder));
        put(0, 10);

        pull(0, "n between 2 and 6 and TAGS = 't'");
        assertThat(answers.bodies).containsExactly("m2", "m3", "m5", "m6");
        assertThat(answers.next).isEqualTo(10);

        pull(0, "n is null");
        assertThat(answers.bodies).containsExactly("m4", "m9");
        assertThat(coldReads).isEmpty();
    }

    @Test
    void whatIsOldIsReadByThoseWhoMayWait() {
        open(Rooms.openCold(folder));
        put(0, 100);

        pull(0, "n > 49");
        assertThat(answers.count).isZero();
        coldReads.removeFirst().run();

        assertThat(answers.bodies).hasSize(32).startsWith("m50", "m51", "m52", "m53", "m55");
        assertThat(answers.next).isEqualTo(89);
    }

    @Test
    void thoseThatDoNotPassAreJumpedOver() {
        open(Rooms.open(folder));
        put(0, 100);

        pull(0, "n = 1000");

        assertThat(answers.status).isEqualTo(Status.NO_MATCHED_MESSAGE);
        assertThat(answers.next).isEqualTo(100);
    }

    @Test
    void onePullLooksAtSoManyMessagesOnly() {
        open(Rooms.open(folder));
        put(0, SCAN_MAX + 50);

        pull(0, "n > " + SCAN_MAX);
        assertThat(answers.status).isEqualTo(Status.NO_MATCHED_MESSAGE);
        assertThat(answers.next).isEqualTo(SCAN_MAX);
        pull(answers.next, "n > " + SCAN_MAX);
        assertThat(answers.bodies).startsWith("m801");
    }

    @Test
    void whatOnePullHasFoundOutAnotherGoesOverAtOnce() {
        open(Rooms.open(folder));
        put(0, 2 * SCAN_MAX);
        String expression = "n = " + (2 * SCAN_MAX - 2);
        pull(0, expression);
        pull(answers.next, expression);
        assertThat(answers.bodies).containsExactly("m" + (2 * SCAN_MAX - 2));

        pull(0, expression);

        assertThat(answers.bodies).containsExactly("m" + (2 * SCAN_MAX - 2));
        assertThat(answers.next).isEqualTo(2 * SCAN_MAX);
        pull(0, expression + " OR n = 1");
        assertThat(answers.next).as("another expression").isEqualTo(SCAN_MAX);
    }

    @Test
    void messagesAreLookedAtAheadForThoseWhoHavePulledWithAnExpression() {
        open(Rooms.open(folder));
        put(0, 1);
        pull(0, "n = 99999"); // and then it goes away
        int more = 9 * SCAN_MAX; // than any pull looks at itself
        put(0, more);
        rooms.time.advance(Duration.ofSeconds(1));

        pull(1, "n = 99999");
        while (!coldReads.isEmpty()) { // the queue's entries may be in a file by now
            coldReads.removeFirst().run();
        }

        assertThat(answers.status).isEqualTo(Status.NO_MATCHED_MESSAGE);
        assertThat(answers.next).isEqualTo(more + 1);
    }

    @Test
    void anExpensiveExpressionLooksAtFewer() {
        open(Rooms.open(folder));
        for (int i = 0; i < 100; i++) {
            rooms.put("orders", 0, "m" + i, Map.of("filling", "x".repeat(3_000)));
        }

        pull(0, "filling contains 'y'" + " or filling contains 'y'".repeat(49));

        assertThat(answers.status).isEqualTo(Status.NO_MATCHED_MESSAGE);
        assertThat(answers.next).isBetween(1L, 50L);
    }

    @Test
    void whoWaitsIsAnsweredForMessagesThatPassOnly() {
        open(Rooms.open(folder));
        put(0, 3);
        pull(3, "n = 6");

        put(3, 6);
        assertThat(answers.count).as("answers").isZero();
        put(6, 7);

        assertThat(answers.count).isEqualTo(1);
        assertThat(answers.bodies).containsExactly("m6");
        assertThat(answers.next).isEqualTo(7);
    }

    @Test
    void whoWaitsInVainLearnsWhatHeNeedNotLookAtAgain() {
        open(Rooms.open(folder));
        put(0, 3);
        pull(3, "n = 1000");
        rooms.time.advance(Duration.ofSeconds(10));
        put(3, 6);
        rooms.time.advance(Duration.ofSeconds(4));
        assertThat(answers.count).as("answers before the time is over").isZero();
        rooms.time.advance(Duration.ofSeconds(1));

        assertThat(answers.count).isEqualTo(1);
        assertThat(answers.status).isEqualTo(Status.NO_MATCHED_MESSAGE);
        assertThat(answers.next).isEqualTo(6);
    }

    @Test
    void whoMayNotReadAnyMoreWhileHeWaitsGetsNothing() {
        open(Rooms.open(folder));
        pull(0, "n = 1");
        rooms.groups.forbid("G", "orders", true).join();
        put(0, 2);
        assertThat(answers.count).isEqualTo(1);
        assertThat(answers.refusal).isEqualTo(16);
        assertThat(answers.bodies).isEmpty();

        rooms.groups.forbid("G", "orders", false).join();
        pull(0, "n = 1");
        assertThat(answers.bodies).containsExactly("m1");
    }

    @Test
    void whoWaitsForAQueueThatIsDeletedIsAnswered() {
        open(Rooms.open(folder));
        put(0, 3);
        pull(3, "n = 1000");
        put(3, 4);
        rooms.topics.delete("orders").join();

        assertThat(answers.count).isEqualTo(1);
    }

    @Test
    void aDamagedRecordIsSkippedAndCountedWhateverItsPropertiesAre() throws IOException {
        open(Rooms.open(folder));
        put(0, 3);
        long damaged = rooms.put("orders", 0, "damaged", Map.of("n", "1"));
        put(0, 2);
        try (FileChannel log =
                FileChannel.open(folder.resolve("commitlog/00000000000000000000"), StandardOpenOption.WRITE)) {
            log.write(ByteBuffer.wrap(new byte[] {0x7F}), damaged + 28); // its own log offset
        }

        pull(0, "n = 1");
        assertThat(answers.bodies).containsExactly("m1");
        assertThat(answers.next).as("in front of what cannot be told here").isEqualTo(3);
        pull(3, "n = 1");
        coldReads.removeFirst().run();

        assertThat(answers.bodies).containsExactly("m1");
        assertThat(answers.next).isEqualTo(6);
        assertThat(counters.damagedSkips()).isEqualTo(1);
    }

    @Test
    void aWrongExpressionIsRefusedWithThePlaceOfTheFault() {
        open(Rooms.open(folder));

        assertThatThrownBy(() -> pull(0, "n >> 5")).hasMessageContaining("line 1, column 4: found \">\"");
    }
}
