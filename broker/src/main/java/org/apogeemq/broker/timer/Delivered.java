package org.apogeemq.broker.timer;

import java.nio.ByteBuffer;
import org.apogeemq.broker.topic.Topic;
import org.apogeemq.broker.topic.Topics;
import org.apogeemq.protocol.record.MessageProperties;
import org.apogeemq.protocol.record.Names;
import org.apogeemq.protocol.record.PropertyNames;
import org.apogeemq.protocol.record.RecordFields;
import org.apogeemq.protocol.record.RecordFormat;
import org.apogeemq.protocol.record.SysFlags;
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
    private static final int ADDED_BYTES_MAX = ENQUEUED.length + DEQUEUED.length + 2 * (20 + 3);

    private final Topics topics;
    private final RecordFields fields = new RecordFields();
    private byte[] text = new byte[4096];
    private int length;
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
        int at = RecordFormat.propertiesAt(record, 0);
        int bytes = RecordFormat.propertiesLength(record, 0);
        String name = MessageProperties.value(record, at, bytes, REAL_TOPIC);
        topic = name == null ? null : topics.find(name);
        if (topic == null || topic.queues() == 0 || Names.isClosedToClients(name)) {
            LOG.warn(
                    "the timed message at {} of the log is not delivered: there is no topic '{}' for it any more",
                    RecordFormat.logOffset(record, 0),
                    name);
            return false;
        }
        queueId = queueId(MessageProperties.value(record, at, bytes, REAL_QID));
        completeText(record, at, bytes, now);
        boolean bornV6 = (RecordFormat.sysFlag(record, 0) & SysFlags.BORN_HOST_V6) != 0;
        boolean storeV6 = (RecordFormat.sysFlag(record, 0) & SysFlags.STORE_HOST_V6) != 0;
        int bornAt = RecordFormat.bornHostAt(0);
        int storeAt = RecordFormat.storeHostAt(record, 0);
        byte[] born = address(record, bornAt, bornV6);
        byte[] stored = address(record, storeAt, storeV6);
        fields.topic(topic.nameBytes())
                .queueId(queueId)
                .flag(RecordFormat.flag(record, 0))
                .sysFlag(RecordFormat.sysFlag(record, 0))
                .bornTimestamp(RecordFormat.bornTimestamp(record, 0))
                .bornHost(born, record.getInt(bornAt + born.length))
                .storeHost(stored, record.getInt(storeAt + stored.length))
                .reconsumeTimes(RecordFormat.reconsumeTimes(record, 0))
                .body(record.slice(RecordFormat.bodyAt(record, 0), RecordFormat.bodyLength(record, 0)))
                .properties(text, 0, length);
        return true;
    }

    /** Bytes of the new record. */
    int bytes() {
        return RecordFormat.size(fields);
    }

    /** Lays it into {@code draft}, where it fits. */
    void put(Draft draft) {
        int bytes = RecordFormat.put(draft.buffer(), draft.end(), fields);
        draft.add(topic.queue(queueId), bytes, MessageProperties.tagsCode(text, 0, length), true, null);
    }

    private void completeText(ByteBuffer record, int at, int bytes, long now) {
        if (text.length < bytes + ADDED_BYTES_MAX) {
            text = new byte[2 * (bytes + ADDED_BYTES_MAX)];
        }
        record.get(at, text, 0, bytes);
        length = bytes;
        if (bytes + ADDED_BYTES_MAX <= RecordFormat.PROPERTIES_BYTES_MAX) { // else the client's own matter more
            length = MessageProperties.remove(text, 0, length, ENQUEUED);
            length = MessageProperties.remove(text, 0, length, DEQUEUED);
            length =
                    MessageProperties.append(text, 0, length, ENQUEUED, number(RecordFormat.storeTimestamp(record, 0)));
            length = MessageProperties.append(text, 0, length, DEQUEUED, number(now));
        }
    }

    /** The topic may have fewer queues than when the message was sent. */
    private int queueId(String number) {
        try {
            return Math.floorMod(Integer.parseInt(number == null ? "0" : number), topic.queues());
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static byte[] number(long number) {
        return MessageProperties.bytes(Long.toString(number));
    }

    private static byte[] address(ByteBuffer record, int at, boolean v6) {
        byte[] address = new byte[v6 ? 16 : 4];
        record.get(at, address);
        return address;
    }
}
