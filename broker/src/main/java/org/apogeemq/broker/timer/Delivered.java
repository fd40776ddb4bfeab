package org.apogeemq.broker.timer;

import java.nio.ByteBuffer;
import org.apogeemq.broker.topic.Topic;
import org.apogeemq.broker.topic.Topics;
import org.apogeemq.protocol.record.MessageProperties;
import org.apogeemq.protocol.record.Names;
import org.apogeemq.protocol.record.PropertyNames;
import org.apogeemq.protocol.record.RecordFormat;
import org.apogeemq.store.log.Draft;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes of the record of a waiting message the one that its consumers get: the topic and queue it is for, two times
 * more among its properties, all else unchanged. Used again and again; one thread.
 */
final class Delivered {
    private static final Logger LOG = LoggerFactory.getLogger(Delivered.class);
    private static final byte[] REAL_TOPIC = MessageProperties.bytes(PropertyNames.REAL_TOPIC);
    private static final byte[] REAL_QID = MessageProperties.bytes(PropertyNames.REAL_QID);
    private static final byte[] ENQUEUED = MessageProperties.bytes(PropertyNames.TIMER_ENQUEUE_MS);
    private static final byte[] DEQUEUED = MessageProperties.bytes(PropertyNames.TIMER_DEQUEUE_MS);

    private final Topics topics;
    private final RecordCopy copy = new RecordCopy();
    private Topic topic;
    private int queueId;

    Delivered(Topics topics) {
        this.topics = topics;
    }

    /**
     * Takes a record from index 0 on; it must not change before {@link #put}.
     *
     * @return false, with a line in the log, if there is no place for the message any more
     */
    // hot
    boolean take(ByteBuffer record, long now) {
        copy.take(record);
        String name = copy.property(REAL_TOPIC);
        topic = name == null ? null : topics.find(name);
        if (topic == null || topic.queues() == 0 || Names.isClosedToClients(name)) {
            LOG.warn(
                    "the timed message at {} of the log is not delivered: there is no topic '{}' for it any more",
                    RecordFormat.logOffset(record, 0),
                    name);
            return false;
        }
        queueId = queueId(copy.property(REAL_QID));
        copy.set(ENQUEUED, RecordFormat.storeTimestamp(record, 0));
        copy.set(DEQUEUED, now);
        copy.to(topic.nameBytes(), queueId);
        return true;
    }

    /** Bytes of the new record. */
    int bytes() {
        return copy.bytes();
    }

    /** Lays it into {@code draft}, where it fits. */
    void put(Draft draft) {
        copy.put(draft, topic.queue(queueId));
    }

    /** The topic may have fewer queues than when the message was sent. */
    private int queueId(String number) {
        try {
            return Math.floorMod(Integer.parseInt(number == null ? "0" : number), topic.queues());
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
