package org.apogeemq.broker.query;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apogeemq.broker.face.RefusedException;
import org.apogeemq.protocol.command.ResponseCodes;
import org.apogeemq.protocol.record.RecordFormat;
import org.apogeemq.protocol.record.VoidRecord;
import org.apogeemq.store.log.CommitLog;
import org.apogeemq.store.queue.ConsumeQueue;
import org.apogeemq.store.queue.QueueEntries;

/** Single messages of the log. Thread-safe; may wait for the disk. */
public final class StoredMessages {
    /** Says that there is no such message. */
    public static final long NO_TIME = -1;

    private final CommitLog log;

    public StoredMessages(CommitLog log) {
        this.log = log;
    }

    /**
     * The record that begins at {@code logOffset}.
     *
     * @param topic the topic it must be of, null for any
     * @throws RefusedException if no record begins there, or it is of another topic
     */
    public byte[] byLogOffset(long logOffset, String topic) {
        ByteBuffer record = record(logOffset);
        if (record == null || VoidRecord.isVoid(record, 0)) {
            throw new RefusedException(
                    ResponseCodes.SYSTEM_ERROR,
                    "can not find message by the offset: " + logOffset + ", the log is " + log.minOffset() + ".."
                            + log.maxOffset());
        }
        if (topic != null && !topic.isEmpty() && !topic.equals(topicOf(record))) {
            throw new RefusedException(
                    ResponseCodes.NO_PERMISSION, "the message at offset " + logOffset + " is not of topic " + topic);
        }
        byte[] bytes = new byte[record.remaining()];
        record.get(record.position(), bytes);
        return bytes;
    }

    /** When the message at a queue offset was stored, in ms, or {@link #NO_TIME}. */
    public long storeMillis(ConsumeQueue queue, long queueOffset) {
        if (queueOffset < queue.minOffset() || queueOffset >= queue.maxOffset()) {
            return NO_TIME;
        }
        QueueEntries entries = new QueueEntries(1);
        ByteBuffer record = queue.read(queueOffset, 1, entries) == 0 ? null : record(entries.logOffset(0));
        return record == null ? NO_TIME : RecordFormat.storeTimestamp(record, 0);
    }

    /** Whether the first message ever put into a queue is still there and surely in memory. */
    public boolean isYoung(ConsumeQueue queue) {
        if (queue.minOffset() > 0 || queue.maxOffset() == 0) {
            return false;
        }
        QueueEntries entries = new QueueEntries(1);
        return queue.read(0, 1, entries) == 1 && log.isHot(entries.logOffset(0));
    }

    private ByteBuffer record(long logOffset) {
        boolean possible = logOffset >= 0 && logOffset < log.maxOffset();
        ByteBuffer record = possible ? log.record(logOffset) : null;
        return possible && record == null && logOffset < log.minOffset() ? log.kept(logOffset) : record;
    }

    private static String topicOf(ByteBuffer record) {
        byte[] topic = new byte[RecordFormat.topicLength(record, 0)];
        record.get(RecordFormat.topicAt(record, 0), topic);
        return new String(topic, StandardCharsets.UTF_8);
    }
}
