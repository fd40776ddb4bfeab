package org.apogeemq.broker.delay;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntConsumer;
import org.apogeemq.protocol.record.MessageProperties;
import org.apogeemq.protocol.record.Names;
import org.apogeemq.protocol.record.PropertyNames;
import org.apogeemq.store.queue.ConsumeQueue;
import org.apogeemq.store.queue.ConsumeQueues;

/**
 * Where messages with a delay level wait: level n in queue n - 1 of the schedule topic, with the topic and queue they
 * are for among their properties. Thread-safe.
 */
public final class DelayLevels {
    private static final byte[] TOPIC = MessageProperties.bytes(Names.SCHEDULE_TOPIC);
    private static final byte[] REAL_TOPIC = MessageProperties.bytes(PropertyNames.REAL_TOPIC);
    private static final byte[] REAL_QID = MessageProperties.bytes(PropertyNames.REAL_QID);
    private static final int INT_CHARS_MAX = 11;

    private final ConsumeQueues queues;
    private final AtomicReferenceArray<ConsumeQueue> levels;
    private final IntConsumer onDelayed;

    /**
     * @param count levels there are, 1 or more
     * @param onDelayed told of the level of each message before it is put there; any thread, must be short
     */
    public DelayLevels(int count, ConsumeQueues queues, IntConsumer onDelayed) {
        this.queues = queues;
        this.onDelayed = onDelayed;
        levels = new AtomicReferenceArray<>(count);
    }

    /** The level a message gets that asks for {@code level}, which is above 0: the last one at most. */
    // hot
    public int clamp(int level) {
        return Math.min(level, levels.length());
    }

    /** The schedule topic as it is stored; not to be changed. */
    public byte[] topic() {
        return TOPIC;
    }

    /** The queue of a level; a message is about to be put there. */
    // hot
    public ConsumeQueue queue(int level) {
        onDelayed.accept(level);
        ConsumeQueue queue = levels.get(level - 1);
        if (queue == null) {
            queue = queues.obtain(Names.SCHEDULE_TOPIC, level - 1);
            levels.set(level - 1, queue); // two threads may do so: they obtain the same queue
        }
        return queue;
    }

    /** Bytes that {@link #putTarget} adds at most. */
    public static int targetBytesMax(byte[] topic) {
        return topic.length + REAL_TOPIC.length + REAL_QID.length + INT_CHARS_MAX + 5;
    }

    /**
     * Notes in the property text where a message is for, in place of what it says already.
     *
     * @param text has room for {@link #targetBytesMax} more
     * @return the new length
     */
    public static int putTarget(byte[] text, int length, byte[] topic, int queueId) {
        int end = MessageProperties.remove(text, 0, length, REAL_TOPIC);
        end = MessageProperties.remove(text, 0, end, REAL_QID);
        end = MessageProperties.append(text, 0, end, REAL_TOPIC, topic);
        return MessageProperties.append(text, 0, end, REAL_QID, MessageProperties.bytes(Integer.toString(queueId)));
    }
}
