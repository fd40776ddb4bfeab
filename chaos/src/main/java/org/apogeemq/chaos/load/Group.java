package org.apogeemq.chaos.load;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.rocketmq.client.consumer.DefaultMQPullConsumer;
import org.apache.rocketmq.client.consumer.PullResult;
import org.apache.rocketmq.client.consumer.PullStatus;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.common.message.MessageExt;
import org.apache.rocketmq.common.message.MessageQueue;
import org.apogeemq.chaos.history.Progress;
import org.apogeemq.chaos.history.QueueContents.Stored;
import org.apogeemq.chaos.history.Sightings;
import org.apogeemq.chaos.history.Violation;
import org.apogeemq.chaos.history.Violation.Kind;

/**
 * A group of one consumer that reads while others send, goes on where the broker says it is, and tells the broker how
 * far it has come. For one run of the broker at a time.
 */
@SuppressWarnings("deprecation")
final class Group implements AutoCloseable {
    private static final int PULL_COUNT = 32;
    private static final int LIMIT_MILLIS = 3_000;
    private static final int PAUSE_MILLIS = 10;
    private static final int QUEUES_MAX = 12;
    /** What the client says when the broker knows no progress; less when it could not ask. */
    private static final long UNKNOWN = -1;

    private final Topics topics;
    private final Progress progress;
    private final Sightings sightings;
    private final Consumer<Violation> violations;
    private final DefaultMQPullConsumer consumer;

    Group(String nameServer, String label, Topics topics, Load.Parts parts) throws MQClientException {
        this.topics = topics;
        progress = parts.progress();
        sightings = parts.sightings();
        violations = parts.violations();
        consumer = new DefaultMQPullConsumer("chaos-group");
        consumer.setNamesrvAddr(nameServer);
        consumer.setInstanceName(label + "-group");
        consumer.start();
    }

    /** Reads and commits until {@code stop} is counted down or the broker is gone. */
    void run(CountDownLatch stop) {
        Map<MessageQueue, Long> at = new HashMap<>();
        try {
            for (MessageQueue queue : queues()) {
                long offset = consumer.fetchConsumeOffset(queue, true);
                if (offset < UNKNOWN) {
                    return; // the broker could not be asked
                }
                report(progress.restored(Messages.name(queue), Math.max(0, offset)));
                at.put(queue, Math.max(0, offset));
            }
            while (stop.getCount() > 0) {
                boolean found = false;
                for (MessageQueue queue : at.keySet()) {
                    found |= stop.getCount() > 0 && read(queue, at);
                }
                if (!found) {
                    stop.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            // The broker is gone; the next run begins with what it says then.
            at.clear();
        }
    }

    private List<MessageQueue> queues() throws MQClientException {
        List<MessageQueue> queues = new ArrayList<>();
        for (String topic : topics.names()) {
            if (queues.size() < QUEUES_MAX) {
                queues.addAll(consumer.fetchSubscribeMessageQueues(topic));
            }
        }
        return queues;
    }

    private boolean read(MessageQueue queue, Map<MessageQueue, Long> at) throws Exception {
        long offset = at.get(queue);
        PullResult result = consumer.pull(queue, "*", offset, PULL_COUNT, LIMIT_MILLIS);
        if (result.getPullStatus() != PullStatus.FOUND) {
            if (result.getPullStatus() != PullStatus.NO_NEW_MSG) {
                report(new Violation(Kind.BOUNDS, "the group, at %d of %s, got %s".formatted(offset, queue, result)));
                at.put(queue, result.getNextBeginOffset());
            }
            return false;
        }
        for (MessageExt message : result.getMsgFoundList()) {
            Stored stored = Messages.stored(message);
            if (stored.queueOffset() != offset) {
                report(new Violation(Kind.GAP, "the group got %s instead of offset %d".formatted(stored, offset)));
            }
            report(sightings.saw(stored));
            offset = stored.queueOffset() + 1;
        }
        at.put(queue, offset);
        commit(queue, offset);
        return true;
    }

    private void commit(MessageQueue queue, long offset) throws Exception {
        progress.committing(Messages.name(queue), offset);
        // The client also tells the broker by itself, each five seconds, what it knows; it must not know older things.
        consumer.updateConsumeOffset(queue, offset);
        consumer.getDefaultMQPullConsumerImpl().getOffsetStore().updateConsumeOffsetToBroker(queue, offset, false);
        progress.committed(Messages.name(queue), offset, System.nanoTime());
    }

    private void report(Violation violation) {
        if (violation != null) {
            violations.accept(violation);
        }
    }

    @Override
    public void close() {
        consumer.shutdown();
    }
}
