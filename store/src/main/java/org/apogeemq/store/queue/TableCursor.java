package org.apogeemq.store.queue;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** Goes through the bytes of a {@link QueueTable}, topic by topic, and in each queue by queue. */
public final class TableCursor {
    private final ByteBuffer table;
    private final int crcAt;
    private final FileQueues.Standing standing;

    private String topic;
    private QueueKind kind;
    private int queuesLeft;
    private int queueId;
    private long first;
    private long inFiles;
    private int entries;
    private StoredQueue.Offsets offsets;

    /**
     * Begins in front of the first topic.
     *
     * @param table the whole file; its position moves
     * @throws BadTableException if it is none, of another version, or its checksum is wrong
     */
    public TableCursor(ByteBuffer table) throws BadTableException {
        this.table = table;
        crcAt = table.limit() - QueueTable.CRC_BYTES;
        if (crcAt < QueueTable.HEADER_BYTES) {
            throw new BadTableException("it is too short");
        }
        CRC32C crc = new CRC32C();
        crc.update(table.duplicate().limit(crcAt));
        if (table.getLong() != QueueTable.MAGIC) {
            throw new BadTableException("it is no table of queues");
        }
        int version = table.getInt();
        if (version != QueueTable.VERSION) {
            throw new BadTableException("it is of version " + version + ", used is " + QueueTable.VERSION);
        }
        if (table.getInt(crcAt) != (int) crc.getValue()) {
            throw new BadTableException("its checksum is wrong");
        }
        standing = new FileQueues.Standing(table.getLong(), table.getLong(), table.getLong());
    }

    /** How far the log was when the table was written. */
    public FileQueues.Standing standing() {
        return standing;
    }

    /** Goes on to the next topic, whose queues come then; false if there is none. */
    public boolean nextTopic() throws BadTableException {
        try {
            int unitBytes = table.get();
            if (unitBytes == 0) {
                if (table.position() != crcAt) {
                    throw new BadTableException("something is behind its end");
                }
                return false;
            }
            kind = kind(unitBytes);
            byte[] name = new byte[Short.toUnsignedInt(table.getShort())];
            table.get(name);
            topic = new String(name, UTF_8);
            queuesLeft = table.getInt();
            return true;
        } catch (BufferUnderflowException e) {
            throw new BadTableException("it ends early");
        }
    }

    /** Goes on to the next queue of the topic; false if there is none. */
    public boolean nextQueue() throws BadTableException {
        if (queuesLeft <= 0) {
            return false;
        }
        queuesLeft--;
        try {
            queueId = table.getInt();
            first = table.getLong();
            inFiles = table.getLong();
            entries = table.getInt();
            offsets = kind == QueueKind.BATCH ? new StoredQueue.Offsets(table.getLong(), table.getLong()) : null;
        } catch (BufferUnderflowException e) {
            throw new BadTableException("it ends early");
        }
        if (entries < 0 || (long) entries * kind.unitBytes() > crcAt - table.position()) {
            throw new BadTableException("it ends early");
        }
        table.position(table.position() + entries * kind.unitBytes());
        return true;
    }

    /** The topic. */
    public String topic() {
        return topic;
    }

    /** How its queues hold their messages. */
    public QueueKind kind() {
        return kind;
    }

    /** The number of the queue. */
    public int queueId() {
        return queueId;
    }

    /** The first unit that counts. */
    long first() {
        return first;
    }

    /** Units before it are in the queue's files. */
    public long inFiles() {
        return inFiles;
    }

    /** Units behind them, which are here. */
    public int entries() {
        return entries;
    }

    /** Where in the table these are, one behind the other. */
    public int entriesAt() {
        return table.position() - entries * kind.unitBytes();
    }

    /** Queue offsets of a queue of batches; {@code null} for another. */
    StoredQueue.Offsets offsets() {
        return offsets;
    }

    /** The entries that are here. */
    ByteBuffer units() {
        return table.slice(entriesAt(), entries * kind.unitBytes());
    }

    private static QueueKind kind(int unitBytes) throws BadTableException {
        for (QueueKind kind : QueueKind.values()) {
            if (kind.unitBytes() == unitBytes) {
                return kind;
            }
        }
        throw new BadTableException("it has entries of " + unitBytes + " bytes");
    }

    /** Says in words why a file is no table of queues that can be used. */
    public static final class BadTableException extends Exception {
        private static final long serialVersionUID = 1L;

        BadTableException(String reason) {
            super(reason);
        }
    }
}
