package org.apogeemq.conformance;

import static org.apogeemq.conformance.clients.Clients.unique;
import static org.apogeemq.conformance.clients.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.common.message.MessageExt;
import org.apogeemq.conformance.clients.Clients;
import org.apogeemq.conformance.clients.ClientsOfTest;
import org.apogeemq.conformance.clients.Inbox;
import org.apogeemq.testkit.wire.WireClient;
import org.apogeemq.testkit.wire.WireFrame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Groups that are moved while messages come: back in time, back to an offset, those that are told to move. */
@ExtendWith(ClientsOfTest.class)
class ResetUnderLoadTest {
    private static final int RESET = 222;
    private static final int QUEUES = 4;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    /** What two members may hold, and repeat when they move: two pulls a queue each. */
    private static final int HELD = 2 * QUEUES * 64;

    @Test
    void whoIsMovedBackMissesNothingFromThereOnAndRepeatsLittleBeforeIt(Clients clients) throws Exception {
        String topic = clients.topic(QUEUES);
        var byTime = new Moved(clients, topic, 2, consumer -> {});
        var byOffset = new Moved(clients, topic, 1, consumer -> {});
        var told = new Moved(clients, topic, 1, ResetUnderLoadTest::broadcasting);
        List<Moved> groups = List.of(byTime, byOffset, told);
        var sent = new ArrayList<String>();
        var enough = new AtomicBoolean();
        var producer = clients.producer();
        Thread sender = Thread.ofPlatform().start(() -> {
            while (!enough.get()) {
                sent.addAll(Clients.send(producer, topic, "t", "m" + sent.size() + "-", 20));
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        });
        try {
            groups.forEach(group -> group.await(200));
            MessageExt point = byTime.messages().get(100);
            groups.forEach(group -> group.await(400));

            long time = point.getStoreTimestamp();
            byTime.reset(Map.of("timestamp", Long.toString(time)));
            told.reset(Map.of("timestamp", Long.toString(time)));
            String queue = Integer.toString(point.getQueueId());
            String offset = Long.toString(point.getQueueOffset());
            byOffset.reset(Map.of("timestamp", "-1", "queueId", queue, "offset", offset));
            byTime.awaitAgain(message -> message.getStoreTimestamp() >= time);
            told.awaitAgain(message -> message.getStoreTimestamp() >= time);
            byOffset.awaitAgain(message ->
                    message.getQueueId() == point.getQueueId() && message.getQueueOffset() >= point.getQueueOffset());
        } finally {
            enough.set(true);
            sender.join();
        }
        groups.forEach(group -> group.awaitAll(sent));
    }

    private interface Choice {
        boolean isAfterPoint(MessageExt message);
    }

    private interface Settings {
        void make(DefaultMQPushConsumer consumer);
    }

    /** A group, and what it got. */
    private static final class Moved {
        private final String group = unique("group");
        private final List<Inbox> members = new ArrayList<>();
        private final Clients clients;
        private final String topic;
        private List<MessageExt> before = List.of();
        private Choice moved = message -> false;

        Moved(Clients clients, String topic, int count, Settings settings) {
            this.clients = clients;
            this.topic = topic;
            for (int i = 0; i < count; i++) {
                members.add(clients.consume(group, topic, "*", settings::make));
            }
        }

        List<MessageExt> messages() {
            return members.stream()
                    .flatMap(member -> member.messages().stream())
                    .toList();
        }

        void await(int count) {
            eventually(() -> assertThat(messages()).hasSizeGreaterThanOrEqualTo(count));
        }

        void reset(Map<String, String> where) {
            before = messages();
            var fields = new HashMap<>(Map.of("topic", topic, "group", group, "isForce", "true"));
            fields.putAll(where);
            try (var client = WireClient.connect(clients.server().broker())) {
                WireFrame answer =
                        client.call(WireFrame.request(RESET, 1, fields, new byte[0]), Duration.ofSeconds(10));
                assertThat(answer.code()).as(answer.remark()).isZero();
            }
        }

        /** What it had before and is behind the point comes again. */
        void awaitAgain(Choice choice) {
            moved = choice;
            Set<String> again = new HashSet<>(
                    Inbox.bodies(before.stream().filter(choice::isAfterPoint).toList()));
            assertThat(again).isNotEmpty();
            eventually(() -> {
                Map<String, Integer> times = times();
                assertThat(again).allMatch(body -> times.get(body) > 1);
            });
        }

        /** All has come; what is not behind the point only once, but for what a client held. */
        void awaitAll(List<String> sent) {
            eventually(() -> assertThat(times()).containsOnlyKeys(sent));
            List<String> had = Inbox.bodies(before);
            List<String> again =
                    Inbox.bodies(before.stream().filter(moved::isAfterPoint).toList());
            int expected = sent.size() + again.size();
            assertThat(messages()).as("of which %d were there", had.size()).hasSizeBetween(expected, expected + HELD);
        }

        private Map<String, Integer> times() {
            Map<String, Integer> times = new HashMap<>();
            messages().forEach(message -> times.merge(Inbox.body(message), 1, Integer::sum));
            return times;
        }
    }

    /** The class that names the models has moved between the versions of the client, so it is not named here. */
    private static void broadcasting(DefaultMQPushConsumer consumer) {
        consumer.setMessageModel(Enum.valueOf(consumer.getMessageModel().getDeclaringClass(), "BROADCASTING"));
    }
}
