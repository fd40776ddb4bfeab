package org.apogeemq.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apogeemq.conformance.clients.Clients.unique;
import static org.apogeemq.conformance.clients.Eventually.eventually;
import static org.apogeemq.conformance.clients.Eventually.within;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.rocketmq.client.consumer.AllocateMessageQueueStrategy;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.consumer.listener.ConsumeOrderlyStatus;
import org.apache.rocketmq.client.consumer.listener.MessageListenerOrderly;
import org.apache.rocketmq.client.consumer.rebalance.AllocateMessageQueueAveragely;
import org.apache.rocketmq.client.consumer.rebalance.AllocateMessageQueueAveragelyByCircle;
import org.apache.rocketmq.client.consumer.rebalance.AllocateMessageQueueByConfig;
import org.apache.rocketmq.client.consumer.rebalance.AllocateMessageQueueConsistentHash;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageExt;
import org.apache.rocketmq.common.message.MessageQueue;
import org.apogeemq.conformance.clients.Clients;
import org.apogeemq.conformance.clients.ClientsOfTest;
import org.apogeemq.conformance.clients.Inbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Queues that go from one consumer to another while messages come. */
@ExtendWith(ClientsOfTest.class)
class HandOverTest {
    @Test
    void everyStrategyOfAllocationGivesEachQueueToOneMember(Clients clients) throws Exception {
        String topic = clients.topic(5);
        var producer = clients.producer();
        List<MessageQueue> queues = Clients.sorted(producer.fetchPublishMessageQueues(topic));
        var pairs = new ArrayList<List<Inbox>>();
        pairs.add(pair(clients, topic, new AllocateMessageQueueAveragely(), new AllocateMessageQueueAveragely()));
        pairs.add(pair(
                clients,
                topic,
                new AllocateMessageQueueAveragelyByCircle(),
                new AllocateMessageQueueAveragelyByCircle()));
        pairs.add(pair(
                clients, topic, new AllocateMessageQueueConsistentHash(), new AllocateMessageQueueConsistentHash()));
        pairs.add(pair(clients, topic, configured(queues.subList(0, 2)), configured(queues.subList(2, 5))));

        var batches = new AtomicInteger();
        eventually(() -> {
            String batch = "batch" + batches.incrementAndGet() + "-";
            List<String> sent = Clients.send(producer, topic, "t", batch, 15);
            eventually(() -> assertThat(pairs)
                    .allSatisfy(pair -> assertThat(bodies(pair, batch)).containsAll(sent)));
            assertThat(pairs).allSatisfy(pair -> {
                assertThat(bodies(pair, batch)).containsExactlyInAnyOrderElementsOf(sent);
                // One of them may have all queues: a consistent hash does that sometimes.
                assertThat(queueIds(pair.get(0), batch)).noneMatch(queueIds(pair.get(1), batch)::contains);
            });
        });
    }

    @Test
    void membersThatComeAndGoUnderLoadMissNothingAndRepeatLittle(Clients clients) throws Exception {
        String topic = clients.topic(8);
        String group = unique("group");
        var sent = new ArrayList<String>();
        var enough = new AtomicBoolean();
        var producer = clients.producer();
        Thread sender = Thread.ofPlatform().start(() -> {
            while (!enough.get()) {
                sent.addAll(Clients.send(producer, topic, "t", "m" + sent.size() + "-", 20));
            }
        });
        Inbox first = clients.consume(group, topic);
        first.awaitCount(100);
        Inbox second = clients.consume(group, topic);
        second.awaitCount(100);
        Inbox third = clients.consume(group, topic);
        third.awaitCount(50);
        second.shutdown();
        int seen = third.count();
        third.awaitCount(seen + 100);
        third.shutdown();
        enough.set(true);
        sender.join();

        var all = new ConcurrentLinkedQueue<List<String>>();
        eventually(() -> {
            all.clear();
            var received = new ArrayList<>(first.bodies());
            received.addAll(second.bodies());
            received.addAll(third.bodies());
            all.add(received);
            assertThat(new HashSet<>(received)).containsAll(sent);
        });
        int repeated = all.element().size() - new HashSet<>(all.element()).size();
        assertThat(repeated).as("repeated of %d", sent.size()).isLessThan(8 * 64);
    }

    @Test
    void keysStayInOrderWhileOrderlyConsumersComeAndGo(Clients clients) throws Exception {
        String topic = clients.topic(16);
        String group = unique("group");
        var watch = new OrderWatch();
        var first = orderly(clients, group, topic, watch);
        var producer = clients.producer();
        int keys = 1_000;
        for (int sequence = 0; sequence < 4; sequence++) {
            for (int key = 0; key < keys; key++) {
                producer.send(
                        new Message(topic, (key + ":" + sequence).getBytes(UTF_8)),
                        (queues, message, number) -> Clients.sorted(queues).get((Integer) number % queues.size()),
                        key);
                if (sequence == 1 && key == 0) {
                    orderly(clients, group, topic, watch);
                } else if (sequence == 2 && key == 0) {
                    orderly(clients, group, topic, watch);
                    first.shutdown();
                }
            }
        }
        // A 4.9 client gives a queue with messages that it has not consumed back after 20 s.
        within(
                Duration.ofSeconds(100),
                () -> assertThat(watch.lastOfKey)
                        .hasSize(keys)
                        .allSatisfy((key, last) -> assertThat(last).isEqualTo(3)));
        assertThat(watch.faults).isEmpty();
    }

    /** Sees all consumers of a group at work, and notes what must not happen. */
    private static final class OrderWatch {
        final Map<Integer, Integer> lastOfKey = new ConcurrentHashMap<>();
        final Map<Integer, AtomicInteger> workers = new ConcurrentHashMap<>();
        final ConcurrentLinkedQueue<String> faults = new ConcurrentLinkedQueue<>();

        void consume(MessageExt message) {
            AtomicInteger atWork = workers.computeIfAbsent(message.getQueueId(), queue -> new AtomicInteger());
            if (atWork.incrementAndGet() > 1) {
                faults.add("two threads in queue " + message.getQueueId());
            }
            String[] parts = Inbox.body(message).split(":");
            int sequence = Integer.parseInt(parts[1]);
            lastOfKey.compute(Integer.valueOf(parts[0]), (key, last) -> {
                int before = last == null ? -1 : last;
                if (sequence > before + 1) {
                    faults.add("key " + key + ": " + sequence + " after " + before);
                }
                return Math.max(sequence, before);
            });
            atWork.decrementAndGet();
        }
    }

    private static DefaultMQPushConsumer orderly(Clients clients, String group, String topic, OrderWatch watch) {
        return clients.consume(group, topic, "*", consumer -> {
                    consumer.setAwaitTerminationMillisWhenShutdown(5_000);
                    consumer.registerMessageListener((MessageListenerOrderly) (messages, context) -> {
                        messages.forEach(watch::consume);
                        return ConsumeOrderlyStatus.SUCCESS;
                    });
                })
                .consumer();
    }

    private static List<Inbox> pair(
            Clients clients, String topic, AllocateMessageQueueStrategy one, AllocateMessageQueueStrategy other) {
        String group = unique("group");
        return List.of(clients.consume(group, topic, "*", by(one)), clients.consume(group, topic, "*", by(other)));
    }

    private static Consumer<DefaultMQPushConsumer> by(AllocateMessageQueueStrategy strategy) {
        return consumer -> consumer.setAllocateMessageQueueStrategy(strategy);
    }

    private static AllocateMessageQueueStrategy configured(List<MessageQueue> queues) {
        var strategy = new AllocateMessageQueueByConfig();
        strategy.setMessageQueueList(new ArrayList<>(queues));
        return strategy;
    }

    private static List<String> bodies(List<Inbox> pair, String batch) {
        return pair.stream()
                .flatMap(inbox -> inbox.bodies().stream())
                .filter(body -> body.startsWith(batch))
                .toList();
    }

    private static TreeSet<Integer> queueIds(Inbox inbox, String batch) {
        var ids = new TreeSet<Integer>();
        inbox.messages().stream()
                .filter(message -> Inbox.body(message).startsWith(batch))
                .forEach(message -> ids.add(message.getQueueId()));
        return ids;
    }
}
