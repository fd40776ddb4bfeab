package org.apogeemq.broker.pull;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import org.apogeemq.broker.Rooms;
import org.apogeemq.broker.face.RefusedException;
import org.apogeemq.broker.filter.SqlFilters;
import org.apogeemq.broker.metrics.BrokerCounters;
import org.apogeemq.broker.pull.PullResult.Status;
import org.apogeemq.filter.Filter;
import org.apogeemq.protocol.record.MessageProperties;
import org.apogeemq.protocol.record.StoredMessage;
import org.apogeemq.store.queue.ConsumeQueue;
import org.apogeemq.store.retention.Retention;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Pulls through a memory of outcomes get what the expression alone says, whatever happens to the topic: random
 * expressions, messages, look-ahead, restarts, deletion of old segments and of the topic.
 */
class RememberedSqlTest {
    private static final String TOPIC = "orders";
    private static final int STEPS = 120;
    private static final Retention SHORT =
            new Retention(Duration.ofHours(72), Set.of(), Retention.Usage.DEFAULT, 3 << 20, 10, Duration.ofSeconds(1));

    @TempDir
    Path folder;

    private final Queue<Runnable> coldReads = new ArrayDeque<>();
    private final Answers answers = new Answers();
    // Property texts of the messages of the queue, by queue offset.
    private final List<String> messages = new ArrayList<>();
    private Rooms rooms;
    private PullLane lane;
    private long seenMax;

    private final class Answers implements PullAnswers {
        private final List<Long> delivered = new ArrayList<>();
        private Status status;
        private long next;

        @Override
        public boolean completed(PullCall call, PullResult result) {
            ByteBuffer frame = ByteBuffer.allocate(result.bytes());
            if (!result.copy(rooms.store.log(), frame)) {
                return false;
            }
            status = result.status();
            next = result.nextOffset();
            StoredMessage.decodeAll(frame.flip()).forEach(message -> delivered.add(message.queueOffset()));
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
            throw new AssertionError(why);
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

    private void open(boolean cold) {
        rooms = cold ? Rooms.openCold(folder) : Rooms.open(folder);
        rooms.store.change(SHORT);
        rooms.topics.createFromTemplate(TOPIC, "TBW102", 1, 0).join();
        rooms.groups.create("G").join();
        var config = new PullConfig(32, 256 << 10, 800, true, Duration.ofSeconds(1), true, true);
        var tables =
                new PullRoom.Tables(rooms.topics, rooms.groups, rooms.members, rooms.offsets, new SqlFilters(true));
        var room = new PullRoom(
                config,
                tables,
                rooms.store.log(),
                rooms.time,
                rooms.time,
                coldReads::add,
                Runnable::run,
                new BrokerCounters());
        lane = room.lane(answers, Runnable::run);
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void aPullGetsWhatItsExpressionSaysWhateverIsRemembered(long seed) throws Exception {
        Random random = new Random(seed);
        open(false);
        for (int step = 0; step < STEPS; step++) {
            switch (random.nextInt(24)) {
                case 0 -> restart(random.nextBoolean());
                case 1 -> remake();
                case 2, 3, 4 -> rooms.time.advance(Duration.ofMillis(500)); // looks ahead
                case 5 -> rooms.time.advance(Duration.ofHours(25)); // nobody has asked for so long
                case 6, 7, 8, 9, 10 -> put(random, 1 + random.nextInt(200));
                default -> check(random);
            }
        }
        assertThat(seenMax).as("messages of the longest read").isGreaterThan(100);
    }

    private void restart(boolean cold) {
        rooms.close();
        open(cold);
    }

    private void remake() {
        rooms.topics.delete(TOPIC).join();
        rooms.topics.createFromTemplate(TOPIC, "TBW102", 1, 0).join();
        messages.clear();
    }

    private void put(Random random, int count) {
        for (int i = 0; i < count; i++) {
            Map<String, String> properties = new HashMap<>();
            if (random.nextInt(4) > 0) {
                properties.put("n", Integer.toString(random.nextInt(12)));
            }
            if (random.nextInt(4) > 0) {
                properties.put("colour", List.of("red", "green", "blue").get(random.nextInt(3)));
            }
            messages.add(MessageProperties.format(properties));
            rooms.put(TOPIC, 0, "x".repeat(random.nextInt(4_000)), properties);
        }
    }

    /** Few, so that they come again. */
    private static String expression(Random random) {
        String one = simple(random);
        return switch (random.nextInt(4)) {
            case 0 -> one + " AND " + simple(random);
            case 1 -> one + " OR " + simple(random);
            case 2 -> "NOT (" + one + ")";
            default -> one;
        };
    }

    private static String simple(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> "colour = 'red'";
            case 1 -> "n >= 6";
            case 2 -> "n BETWEEN 3 AND 4";
            case 3 -> "colour IS NULL";
            default -> "colour IN ('green', 'red')";
        };
    }

    private void check(Random random) throws Exception {
        String expression = expression(random);
        ConsumeQueue queue = rooms.topics.find(TOPIC).queue(0);
        long from = queue.minOffset() + (random.nextBoolean() ? 0 : random.nextInt(20));
        long max = queue.maxOffset();
        assertThat(max).isEqualTo(messages.size());
        List<Long> got = from < max ? read(expression, from, max) : List.of();

        Filter filter = Filter.compile(expression);
        List<Long> wanted = new ArrayList<>();
        for (long at = from; at < max; at++) {
            ByteBuffer properties = ByteBuffer.wrap(messages.get((int) at).getBytes(UTF_8));
            if (filter.passes(properties, 0, properties.limit())) {
                wanted.add(at);
            }
        }
        long min = queue.minOffset(); // segments go in the background: what has gone may have been read before or not
        assertThat(got).as("%s from %d to %d", expression, from, max).isSubsetOf(wanted);
        assertThat(got).doesNotHaveDuplicates().isSorted();
        assertThat(got).containsAll(wanted.stream().filter(at -> at >= min).toList());
        seenMax = Math.max(seenMax, got.size());
    }

    private List<Long> read(String expression, long from, long max) {
        answers.delivered.clear();
        for (long at = from; at < max; at = answers.next) {
            PullCall call = new PullCall();
            call.group = "G";
            call.topic = TOPIC;
            call.offset = at;
            call.maxMessages = 32;
            call.sysFlag = PullCall.SUBSCRIPTION;
            call.subscription = expression;
            call.expressionType = "SQL92";
            lane.accept(call);
            while (!coldReads.isEmpty()) {
                coldReads.remove().run();
            }
            assertThat(answers.status).isIn(Status.FOUND, Status.NO_MATCHED_MESSAGE, Status.OFFSET_TOO_SMALL);
            assertThat(answers.next).as("goes on").isGreaterThan(at);
        }
        return List.copyOf(answers.delivered);
    }
}
