package org.apogeemq.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apogeemq.protocol.record.BadRecordException;
import org.apogeemq.protocol.record.BatchBody;
import org.apogeemq.protocol.record.MessageProperties;
import org.apogeemq.protocol.record.PropertyNames;
import org.apogeemq.protocol.record.RecordFields;
import org.apogeemq.protocol.record.RecordFormat;
import org.apogeemq.protocol.record.StoredMessage;
import org.apogeemq.protocol.record.SysFlags;
import org.apogeemq.protocol.record.VoidRecord;
import org.apogeemq.store.log.Draft;
import org.apogeemq.store.queue.ConsumeQueue;
import org.apogeemq.store.queue.QueueEntries;

/** Puts messages into drafts and reads them back from a store. */
public final class Records {
    private Records() {}

    /** Adds a message with a tag ({@code null}: none) to a draft. */
    public static void add(Draft draft, ConsumeQueue queue, String body, String tag, boolean startsUnit) {
        add(draft, queue, body, tag, startsUnit, 0);
    }

    /** The same with a sysFlag. */
    public static void add(Draft draft, ConsumeQueue queue, String body, String tag, boolean startsUnit, int sysFlag) {
        add(draft, queue, body, tag == null ? Map.of() : Map.of(PropertyNames.TAGS, tag), startsUnit, sysFlag);
    }

    /** Adds a message with these properties. */
    public static void add(Draft draft, ConsumeQueue queue, String body, Map<String, String> properties) {
        add(draft, queue, body, properties, true, 0);
    }

    private static void add(
            Draft draft, ConsumeQueue queue, String body, Map<String, String> pairs, boolean startsUnit, int sysFlag) {
        byte[] properties = MessageProperties.format(pairs).getBytes(UTF_8);
        RecordFields fields = new RecordFields()
                .topic(queue.topic().getBytes(UTF_8))
                .queueId(queue.queueId())
                .sysFlag(sysFlag)
                .body(ByteBuffer.wrap(body.getBytes(UTF_8)))
                .properties(properties, 0, properties.length);
        int size = RecordFormat.put(draft.buffer(), draft.end(), fields);
        draft.add(queue, size, MessageProperties.tagsCode(properties, 0, properties.length), startsUnit, body);
    }

    /** Adds a record that holds a batch. */
    public static void addBatch(Draft draft, ConsumeQueue queue, List<String> bodies) {
        ByteBuffer batch = ByteBuffer.allocate(bodies.stream()
                .mapToInt(body -> BatchBody.FIXED_BYTES + body.getBytes(UTF_8).length)
                .sum());
        bodies.forEach(body -> BatchBody.put(batch, 0, ByteBuffer.wrap(body.getBytes(UTF_8)), new byte[0]));
        byte[] properties = MessageProperties.format(Map.of(PropertyNames.INNER_NUM, "" + bodies.size()))
                .getBytes(UTF_8);
        RecordFields fields = new RecordFields()
                .topic(queue.topic().getBytes(UTF_8))
                .queueId(queue.queueId())
                .sysFlag(SysFlags.INNER_BATCH | SysFlags.NEEDS_UNWRAP)
                .body(batch.flip())
                .properties(properties, 0, properties.length);
        int size = RecordFormat.put(draft.buffer(), draft.end(), fields);
        draft.add(queue, size, 0, true, bodies);
    }

    /** The bodies of the messages that a record holds. */
    public static List<String> bodies(StoredMessage record) {
        if ((record.sysFlag() & SysFlags.INNER_BATCH) == 0) {
            return List.of(new String(record.body(), UTF_8));
        }
        List<String> bodies = new ArrayList<>();
        BatchBody batch = new BatchBody(ByteBuffer.wrap(record.body()));
        while (batch.next()) {
            bodies.add(new String(record.body(), batch.bodyAt(), batch.bodyLength(), UTF_8));
        }
        return bodies;
    }

    /** All messages of a queue but the lost ones, each checked against its entry. */
    public static List<StoredMessage> all(Store store, ConsumeQueue queue) {
        List<StoredMessage> messages = new ArrayList<>();
        QueueEntries entries = new QueueEntries(7);
        long at = queue.minOffset();
        while (at < queue.maxOffset()) {
            int n = queue.read(at, 7, entries);
            if (n == 0 && queue.hasGaps()) {
                break;
            }
            if (n == 0) {
                throw new AssertionError(queue + " has no entry " + at + " of " + queue.maxOffset());
            }
            for (int i = 0; i < n; i++) {
                ByteBuffer record = ByteBuffer.allocate(entries.recordBytes(i));
                if (!read(store, queue, entries, i, record)) {
                    throw new AssertionError("log has no record at " + entries.logOffset(i));
                }
                if (VoidRecord.isVoid(record.flip(), 0)) {
                    continue;
                }
                long queueOffset = entries.queueOffset(i);
                StoredMessage message = decode(queue, queueOffset, entries.logOffset(i), record);
                check(queue, queueOffset, entries, i, message);
                messages.add(message);
            }
            at = entries.queueOffset(n - 1) + entries.messages(n - 1);
        }
        return messages;
    }

    /** The bodies of all messages of a queue. */
    public static List<String> bodies(Store store, ConsumeQueue queue) {
        return all(store, queue).stream()
                .map(message -> new String(message.body(), UTF_8))
                .toList();
    }

    private static boolean read(Store store, ConsumeQueue queue, QueueEntries entries, int i, ByteBuffer target) {
        return store.log().copy(entries.logOffset(i), entries.recordBytes(i), target)
                || queue.readKept(entries.logOffset(i), target);
    }

    private static StoredMessage decode(ConsumeQueue queue, long queueOffset, long logOffset, ByteBuffer record) {
        try {
            return StoredMessage.decode(record);
        } catch (BadRecordException e) {
            throw new AssertionError(queue + " entry " + queueOffset + " at " + logOffset, e);
        }
    }

    private static void check(
            ConsumeQueue queue, long queueOffset, QueueEntries entries, int i, StoredMessage message) {
        boolean same = message.queueOffset() == queueOffset
                && message.logOffset() == entries.logOffset(i)
                && message.topic().equals(queue.topic())
                && message.queueId() == queue.queueId();
        if (!same) {
            throw new AssertionError(
                    queue + " entry " + queueOffset + " at " + entries.logOffset(i) + " is " + message);
        }
    }
}
