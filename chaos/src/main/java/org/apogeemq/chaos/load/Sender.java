package org.apogeemq.chaos.load;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.client.hook.SendMessageContext;
import org.apache.rocketmq.client.hook.SendMessageHook;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.client.producer.SendCallback;
import org.apache.rocketmq.client.producer.SendResult;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageQueue;
import org.apogeemq.chaos.history.Bodies;
import org.apogeemq.chaos.history.History;
import org.apogeemq.chaos.history.MessageName;
import org.apogeemq.chaos.history.Sent;

/** One sender with a client of its own, running on one thread at a time; the client lives as long as the sender. */
final class Sender implements AutoCloseable {
    private static final int SEND_MILLIS = 3_000;
    private static final int PAUSE_MILLIS = 20;
    private static final int IN_FLIGHT_MAX = 64;
    private static final int BATCH_MAX = 16;
    private static final int ONE_WAY_TOGETHER = 20;
    private static final long CALLBACK_SECONDS_MAX = 30;

    /** How it sends. */
    enum Kind {
        /** Waits for each answer; the client tries again, on any queue. */
        SYNC,
        /** Waits for each answer, always in one queue; the client does not try again. */
        ORDERED,
        /** Many on their way at once. */
        ASYNC,
        /** Several messages in one request. */
        BATCH,
        /** Never learns what became of it. */
        ONE_WAY
    }

    private final int number;
    private final Kind kind;
    private final Topics topics;
    private final Bodies bodies;
    private final History history;
    private final SplittableRandom random;
    private final DefaultMQProducer producer;
    private final Semaphore slots = new Semaphore(IN_FLIGHT_MAX);

    // Confined to the sending thread, which is also the one that calls the hook of a sync send.
    private int sent;
    private List<Sent> current = List.of();
    private MessageQueue orderedQueue;
    // Set by the client's threads.
    private volatile boolean asyncFailed;

    Sender(int number, Kind kind, String nameServer, Topics topics, Load.Parts parts) throws MQClientException {
        this.number = number;
        this.kind = kind;
        this.topics = topics;
        bodies = parts.bodies();
        history = parts.history();
        random = new SplittableRandom(parts.seed() + number);
        producer = new DefaultMQProducer("chaos-senders-" + number);
        producer.setNamesrvAddr(nameServer);
        producer.setInstanceName(parts.label() + "-sender-" + number);
        producer.setSendMsgTimeout(SEND_MILLIS);
        producer.setRetryTimesWhenSendFailed(kind == Kind.SYNC ? 2 : 0);
        producer.setRetryTimesWhenSendAsyncFailed(0);
        producer.getDefaultMQProducerImpl().registerSendMessageHook(new AttemptCounter());
        producer.start();
    }

    /** Sends until {@code stop} is counted down, then waits until the client has an answer to everything. */
    void run(CountDownLatch stop) {
        try {
            while (stop.getCount() > 0) {
                if (!sendSome(topics.any(random)) || kind == Kind.ONE_WAY) {
                    stop.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
                }
            }
            if (!slots.tryAcquire(IN_FLIGHT_MAX, CALLBACK_SECONDS_MAX, TimeUnit.SECONDS)) {
                throw new IllegalStateException("sender " + number + ": the client left sends without an answer");
            }
            slots.release(IN_FLIGHT_MAX);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns false if it did not get through. */
    private boolean sendSome(String topic) throws InterruptedException {
        try {
            switch (kind) {
                case SYNC -> note(producer.send(one(topic)));
                case ORDERED -> note(producer.send(one(queue().getTopic()), queue()));
                case ASYNC -> {
                    sendAsync(topic);
                    return !asyncFailed;
                }
                case BATCH -> note(producer.send(batch(topic)));
                case ONE_WAY -> sendOneWay(topic);
            }
            return true;
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            return false; // not acknowledged: the broker is away, or gone in the middle of it
        }
    }

    private void note(SendResult result) {
        Messages.note(history, current, result);
    }

    private MessageQueue queue() throws MQClientException {
        if (orderedQueue == null) {
            orderedQueue = producer
                    .fetchPublishMessageQueues(topics.firstQueue().topic())
                    .stream()
                    .filter(queue -> queue.getQueueId() == topics.firstQueue().queueId())
                    .findFirst()
                    .orElseThrow();
        }
        return orderedQueue;
    }

    private Message one(String topic) {
        current = new ArrayList<>(1);
        return next(topic);
    }

    private List<Message> batch(String topic) {
        int count = 1 + random.nextInt(BATCH_MAX);
        current = new ArrayList<>(count);
        List<Message> messages = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            messages.add(next(topic));
        }
        return messages;
    }

    private Message next(String topic) {
        var name = new MessageName(number, sent++);
        byte[] body = kind == Kind.BATCH ? bodies.ofBatched(name) : bodies.of(name);
        current.add(history.begin(name, body, kind == Kind.ONE_WAY));
        return Messages.of(topic, name, body);
    }

    private void sendAsync(String topic) throws Exception {
        slots.acquire();
        Message message = one(topic);
        List<Sent> mine = current;
        mine.forEach(Sent::attempted); // the client does it on a thread of its own
        try {
            producer.send(message, new SendCallback() {
                @Override
                public void onSuccess(SendResult result) {
                    Messages.note(history, mine, result);
                    asyncFailed = false;
                    slots.release();
                }

                @Override
                public void onException(Throwable failure) {
                    asyncFailed = true;
                    slots.release();
                }
            });
        } catch (Exception e) {
            slots.release();
            throw e;
        }
    }

    private void sendOneWay(String topic) throws Exception {
        for (int i = 0; i < ONE_WAY_TOGETHER; i++) {
            producer.sendOneway(one(topic));
        }
    }

    @Override
    public void close() {
        producer.shutdown();
    }

    /** Called by the client each time it sends what is {@link #current}. */
    private final class AttemptCounter implements SendMessageHook {
        @Override
        public String hookName() {
            return "attempts";
        }

        @Override
        public void sendMessageBefore(SendMessageContext context) {
            if (kind != Kind.ASYNC) {
                current.forEach(Sent::attempted);
            }
        }

        @Override
        public void sendMessageAfter(SendMessageContext context) {
            // What matters is that it went out.
        }
    }
}
