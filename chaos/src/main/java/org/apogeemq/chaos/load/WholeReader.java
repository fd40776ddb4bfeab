package org.apogeemq.chaos.load;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.rocketmq.client.consumer.DefaultMQPullConsumer;
import org.apache.rocketmq.client.consumer.PullResult;
import org.apache.rocketmq.client.consumer.PullStatus;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.common.message.MessageQueue;
import org.apogeemq.chaos.history.QueueContents;
import org.apogeemq.chaos.history.QueueContents.Stored;
import org.apogeemq.chaos.history.Violation;
import org.apogeemq.chaos.history.Violation.Kind;

/** Reads every queue from its least to its greatest offset. */
@SuppressWarnings("deprecation")
final class WholeReader implements AutoCloseable {
    private static final int PULL_COUNT = 32;
    private static final int LIMIT_MILLIS = 10_000;

    private final Consumer<Violation> violations;
    private final DefaultMQPullConsumer consumer;

    WholeReader(String nameServer, String label, Consumer<Violation> violations) throws MQClientException {
        this.violations = violations;
        consumer = new DefaultMQPullConsumer("chaos-reader");
        consumer.setNamesrvAddr(nameServer);
        consumer.setInstanceName(label + "-reader");
        consumer.start();
    }

    /** All queues of these topics; a topic without a route has none. */
    List<QueueContents> read(List<String> topics) throws Exception {
        List<QueueContents> contents = new ArrayList<>();
        for (String topic : topics) {
            for (MessageQueue queue : queues(topic)) {
                contents.add(read(queue));
            }
        }
        return contents;
    }

    private Iterable<MessageQueue> queues(String topic) {
        try {
            return consumer.fetchSubscribeMessageQueues(topic);
        } catch (MQClientException e) {
            return List.of(); // no such topic: if anything was acknowledged there, it is found to be lost
        }
    }

    private QueueContents read(MessageQueue queue) throws Exception {
        long min = consumer.minOffset(queue);
        long max = consumer.maxOffset(queue);
        List<Stored> messages = new ArrayList<>();
        long offset = min;
        while (offset < max) {
            PullResult result = consumer.pull(queue, "*", offset, PULL_COUNT, LIMIT_MILLIS);
            if (result.getPullStatus() == PullStatus.FOUND) {
                result.getMsgFoundList().forEach(message -> messages.add(Messages.stored(message)));
            } else {
                violations.accept(new Violation(
                        Kind.BOUNDS,
                        "a reader, at %d of %s (%d..%d), got %s".formatted(offset, queue, min, max, result)));
            }
            if (result.getNextBeginOffset() <= offset) {
                break; // reported above, or as a gap
            }
            offset = result.getNextBeginOffset();
        }
        return new QueueContents(Messages.name(queue), min, max, messages);
    }

    @Override
    public void close() {
        consumer.shutdown();
    }
}
