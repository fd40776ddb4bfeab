package org.apogeemq.broker.pull;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.apogeemq.broker.FailingReads;
import org.apogeemq.broker.Rooms;
import org.apogeemq.broker.face.RefusedException;
import org.apogeemq.broker.filter.SqlFilters;
import org.apogeemq.broker.metrics.BrokerCounters;
import org.apogeemq.broker.pull.PullResult.Status;
import org.apogeemq.protocol.record.Names;
import org.apogeemq.protocol.record.StoredMessage;
import org.apogeemq.protocol.record.VoidRecord;
import org.apogeemq.store.disk.RealDisk;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bytes of the files change under a running store, as if the disk had returned them so. */
class DamagedRecordsTest {
    private static final int LOG_OFFSET_AT = 28;
    private static final int BODY_AT = 88;
    private static final int MESSAGES = 5;
    private static final int ENTRIES_NOT_KEPT_IN_MEMORY = 6_000;

    @TempDir
    Path folder;

    private final BrokerCounters counters = new BrokerCounters();
    private final Answers answers = new Answers();
    private Rooms rooms;
    private PullLane lane;
    private List<Long> logOffsets;

    /** What the last pull got. */
    private static final class Answers implements PullAnswers {
        private Status status;
        private long next;
        private final List<String> bodies = new ArrayList<>();
        private Throwable failure;
        private String refusal;
        private Rooms rooms;

        @Override
        public boolean completed(PullCall call, PullResult result) {
            ByteBuffer frame = ByteBuffer.allocate(result.bytes());
            if (!result.copy(rooms.store.log(), frame)) {
                return false;
            }
            status = result.status();
            next = result.nextOffset();
            StoredMessage.decodeAll(frame.flip()).forEach(message -> bodies.add(new String(message.body(), UTF_8)));
            return true;
        }

        @Override
        public void busy(PullCall call) {
            failure = new AssertionError("busy");
        }

        @Override
        public void unreadable(PullCall call, String why) {
            refusal = why;
        }

        @Override
        public void refused(PullCall call, RefusedException why) {
            throw new AssertionError(why);
        }

        @Override
        public void failed(PullCall call, Throwable failure) {
            this.failure = failure;
        }
    }

    @AfterEach
    void close() {
        rooms.close();
    }

    @Test
    void aHotRecordThatIsNotTheOneItsQueueMeansIsSkipped() throws IOException {
        open(Rooms.open(folder));
        overwrite(logFile(), logOffsets.get(2) + LOG_OFFSET_AT, (byte) 0x7F);

        pull(0);

        assertThat(answers.bodies).containsExactly("m0", "m1", "m3", "m4");
        assertThat(answers.next).isEqualTo(MESSAGES);
        assertThat(counters.damagedSkips()).isEqualTo(1);
    }

    @Test
    void anOldRecordWhoseBodyHasChangedIsSkipped() throws IOException {
        open(Rooms.openCold(folder));
        overwrite(logFile(), logOffsets.get(1) + BODY_AT, (byte) 'X');

        pull(0);

        assertThat(answers.bodies).containsExactly("m0", "m2", "m3", "m4");
        assertThat(counters.damagedSkips()).isEqualTo(1);
    }

    @Test
    void anOldRecordThatIsWholeIsServedAndNotCounted() {
        open(Rooms.openCold(folder));

        pull(0);

        assertThat(answers.bodies).containsExactly("m0", "m1", "m2", "m3", "m4");
        assertThat(counters.damagedSkips()).isZero();
        assertThat(counters.getMessages()).isEqualTo(MESSAGES);
    }

    @Test
    void aPullThatFindsOnlyDamagedRecordsGoesOnBehindThem() throws IOException {
        open(Rooms.openCold(folder));
        for (int i = 0; i < 3; i++) {
            overwrite(logFile(), logOffsets.get(i) + BODY_AT, (byte) 'X');
        }

        PullCall call = call(0);
        call.maxMessages = 3;
        lane.accept(call);

        assertThat(answers.status).isEqualTo(Status.NO_MATCHED_MESSAGE);
        assertThat(answers.next).isEqualTo(3);
        pull(answers.next);
        assertThat(answers.bodies).containsExactly("m3", "m4");
    }

    @Test
    void aVoidRecordInAQueueIsSkipped() throws IOException {
        open(Rooms.open(folder));
        byte[] log = Files.readAllBytes(logFile());
        VoidRecord.mark(ByteBuffer.wrap(log), (int) (long) logOffsets.get(3));
        Files.write(logFile(), log, StandardOpenOption.WRITE);

        pull(0);

        assertThat(answers.bodies).containsExactly("m0", "m1", "m2", "m4");
        assertThat(counters.damagedSkips()).isEqualTo(1);
    }

    @Test
    void queueEntriesThatSayWhatCannotBeAreSkipped() throws IOException {
        open(Rooms.open(folder));
        for (int i = MESSAGES; i < ENTRIES_NOT_KEPT_IN_MEMORY; i++) {
            rooms.put("orders", 0, "m" + i);
        }
        rooms.close();
        rooms = Rooms.open(folder); // the first entries are in files only now
        reach();
        Path queue = folder.resolve("consumequeue/orders/0/00000000000000000000");
        overwrite(queue, 8, (byte) 0x7F); // the length of the first record
        overwrite(queue, 20, (byte) 0x80); // where the second lies
        overwrite(queue, 2 * 20, (byte) 0x7F); // where the third lies
        overwrite(queue, 3 * 20 + 11, (byte) 1); // the length of the fourth: shorter than any record
        overwrite(queue, 3 * 20 + 10, (byte) 0);

        pull(0);

        assertThat(answers.failure).isNull();
        assertThat(answers.bodies).startsWith("m4", "m5").doesNotContain("m0", "m1", "m2", "m3");
        assertThat(counters.damagedSkips()).isEqualTo(4);
    }

    @Test
    void pullsThatMayNotWaitAreToldSoWhenTooManyDo() {
        open(Rooms.openCold(folder));
        lane = room(task -> {
                    throw new RejectedExecutionException("full");
                })
                .lane(answers, Runnable::run);

        pull(0);

        assertThat(answers.failure).hasMessage("busy");
    }

    @Test
    void aDiskThatHiccupsCostsNobodyAMessage() {
        FailingReads disk = new FailingReads(new RealDisk());
        open(Rooms.openCold(folder, disk));
        disk.fail(logFile(), logOffsets.get(2));

        pull(0);
        assertThat(answers.bodies).as("up to what the disk does not return").containsExactly("m0", "m1");
        assertThat(answers.next).isEqualTo(2);
        pull(2);
        assertThat(answers.refusal)
                .contains("queue 0 of orders holds from 2 on")
                .contains("input/output error");
        assertThat(counters.unreadablePulls()).isEqualTo(1);

        disk.heal();
        pull(2);
        assertThat(answers.bodies).containsExactly("m0", "m1", "m2", "m3", "m4");
        assertThat(counters.damagedSkips()).isZero();
    }

    @Test
    void aRecordThatTheDiskDoesNotReturnForLongIsSkipped() {
        FailingReads disk = new FailingReads(new RealDisk());
        open(Rooms.openCold(folder, disk));
        disk.fail(logFile(), logOffsets.get(1));
        pull(1);
        rooms.time.advance(DamagedRecords.PATIENCE.minusMillis(1));
        pull(1);
        assertThat(answers.bodies).isEmpty();

        rooms.time.advance(Duration.ofMillis(1));
        pull(1);

        assertThat(answers.bodies).containsExactly("m2", "m3", "m4");
        assertThat(answers.next).isEqualTo(MESSAGES);
        assertThat(counters.damagedSkips()).isEqualTo(1);
    }

    private void open(Rooms opened) {
        rooms = opened;
        rooms.topics.createFromTemplate("orders", Names.AUTO_CREATE_TOPIC, 4, 0).join();
        rooms.groups.create("G").join();
        logOffsets = Stream.of("m0", "m1", "m2", "m3", "m4")
                .map(body -> rooms.put("orders", 0, body))
                .toList();
        reach();
    }

    private void reach() {
        answers.rooms = rooms;
        lane = room(Runnable::run).lane(answers, Runnable::run);
    }

    private PullRoom room(Executor coldReads) {
        var config = new PullConfig(32, 256 << 10, 800, true, Duration.ofSeconds(1), true, true);
        var tables =
                new PullRoom.Tables(rooms.topics, rooms.groups, rooms.members, rooms.offsets, new SqlFilters(true));
        return new PullRoom(
                config, tables, rooms.store.log(), rooms.time, rooms.time, coldReads, Runnable::run, counters);
    }

    private void pull(long offset) {
        lane.accept(call(offset));
    }

    private PullCall call(long offset) {
        var call = new PullCall();
        call.group = "G";
        call.topic = "orders";
        call.offset = offset;
        call.maxMessages = 32;
        call.sysFlag = PullCall.SUBSCRIPTION;
        call.subscription = "*";
        return call;
    }

    private Path logFile() {
        return folder.resolve("commitlog/00000000000000000000");
    }

    private static void overwrite(Path file, long position, byte value) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[] {value}), position);
        }
    }
}
