package org.apogeemq.store.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;
import org.apogeemq.protocol.record.BadRecordException;
import org.apogeemq.protocol.record.StoredMessage;
import org.apogeemq.protocol.record.VoidRecord;
import org.apogeemq.store.Store;
import org.apogeemq.store.queue.ConsumeQueue;
import org.apogeemq.store.queue.QueueEntries;

/** Reads a queue as a broker does, and checks what can be checked without knowing what was stored. */
public final class Served {
    /** Stands for a message that was damaged. */
    public static final String VOID = "(void)";

    private static final int READ_ENTRIES = 7;

    private Served() {}

    /** The bodies of {@code [from, from + count)} by queue offset, as far as they are there. */
    public static Map<Long, String> bodies(Store store, ConsumeQueue queue, long from, int count) {
        Map<Long, String> bodies = new TreeMap<>();
        QueueEntries entries = new QueueEntries(READ_ENTRIES);
        long end = Math.min(queue.maxOffset(), from + count);
        long at = Math.max(from, queue.minOffset());
        while (at < end) {
            int n = queue.read(at, (int) Math.min(READ_ENTRIES, end - at), entries);
            if (n == 0) {
                throw new AssertionError(queue + " has no entry " + at + " of " + queue.maxOffset());
            }
            for (int i = 0; i < n; i++) {
                bodies.put(at + i, body(store, queue, at + i, entries, i));
            }
            at += n;
        }
        return bodies;
    }

    /** All bodies of a queue. */
    public static Map<Long, String> bodies(Store store, ConsumeQueue queue) {
        return bodies(store, queue, queue.minOffset(), Integer.MAX_VALUE / 2);
    }

    private static String body(Store store, ConsumeQueue queue, long queueOffset, QueueEntries entries, int i) {
        ByteBuffer record = ByteBuffer.allocate(entries.recordBytes(i));
        if (!store.log().copy(entries.logOffset(i), entries.recordBytes(i), record)) {
            throw new AssertionError(
                    queue + " entry " + queueOffset + ": log has no record at " + entries.logOffset(i));
        }
        if (VoidRecord.isVoid(record, 0)) {
            return VOID;
        }
        try {
            StoredMessage message = StoredMessage.decode(record.flip());
            boolean same = message.queueOffset() == queueOffset
                    && message.logOffset() == entries.logOffset(i)
                    && message.topic().equals(queue.topic())
                    && message.queueId() == queue.queueId();
            if (!same) {
                throw new AssertionError(queue + " entry " + queueOffset + " is " + message);
            }
            return new String(message.body(), UTF_8);
        } catch (BadRecordException e) {
            throw new AssertionError(queue + " entry " + queueOffset + " at " + entries.logOffset(i), e);
        }
    }
}
