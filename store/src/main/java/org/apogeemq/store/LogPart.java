package org.apogeemq.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.apogeemq.protocol.record.MessageProperties;
import org.apogeemq.protocol.record.PropertyNames;
import org.apogeemq.protocol.record.RecordCheck;
import org.apogeemq.protocol.record.RecordFormat;
import org.apogeemq.protocol.record.VoidRecord;
import org.apogeemq.store.compact.CompactedEntry;
import org.apogeemq.store.compact.KeyDigest;
import org.apogeemq.store.compact.Part;
import org.apogeemq.store.log.CommitLog;
import org.apogeemq.store.queue.ConsumeQueue;
import org.apogeemq.store.queue.QueueEntries;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records of a queue that are in the log, for compaction. Background thread. */
final class LogPart implements Part {
    private static final Logger LOG = LoggerFactory.getLogger(LogPart.class);
    private static final int BLOCK_ENTRIES = 512;
    private static final int RECORD_BYTES_MAX = 64 << 20; // none is as large
    private static final byte[] KEYS = MessageProperties.bytes(PropertyNames.KEYS);

    private final ConsumeQueue queue;
    private final CommitLog log;
    private final long from;
    private final long to;
    private final KeyDigest.Maker digests = new KeyDigest.Maker();
    private final QueueEntries block = new QueueEntries(BLOCK_ENTRIES);
    private long blockFirst = -1;
    private ByteBuffer record = ByteBuffer.allocate(0);
    private long recordAt = -1; // the log offset of what is in record
    private int damaged;

    /** The records with queue offsets in {@code [from, to)}. */
    LogPart(ConsumeQueue queue, CommitLog log, long from, long to) {
        this.queue = queue;
        this.log = log;
        this.from = from;
        this.to = to;
    }

    @Override
    public int count() {
        return Math.toIntExact(to - from);
    }

    /** What all of them take. */
    long bytes() throws IOException {
        long bytes = 0;
        for (int i = 0; i < count(); i++) {
            int at = find(i);
            bytes += at < 0 ? 0 : Math.max(0, Math.min(block.recordBytes(at), RECORD_BYTES_MAX));
        }
        return bytes;
    }

    @Override
    public CompactedEntry entry(int i) throws IOException {
        int at = find(i);
        if (at < 0 || !load(from + i, block.logOffset(at), block.recordBytes(at))) {
            if (damaged++ == 0) {
                LOG.error(
                        "message {} of queue {}/{} is damaged; it goes, an older one of its key stays if"
                                + " there is one ({})",
                        from + i,
                        queue.topic(),
                        queue.queueId(),
                        at < 0 ? "no queue entry" : log.place(block.logOffset(at)));
            }
            return null;
        }
        int propertiesAt = RecordFormat.propertiesAt(record, 0);
        long key = MessageProperties.find(record, propertiesAt, RecordFormat.propertiesLength(record, 0), KEYS);
        if (key == MessageProperties.ABSENT || VoidRecord.isVoid(record, 0)) {
            return null;
        }
        byte[] bytes = new byte[MessageProperties.length(key)];
        record.get(MessageProperties.position(key), bytes);
        return new CompactedEntry(
                from + i,
                recordAt,
                0,
                RecordFormat.storeTimestamp(record, 0),
                block.tagsCode(at),
                digests.of(bytes),
                block.recordBytes(at),
                RecordFormat.bodyLength(record, 0) == 0);
    }

    @Override
    public void read(CompactedEntry entry, ByteBuffer target) throws IOException {
        if (recordAt != entry.logOffset() && !load(entry.queueOffset(), entry.logOffset(), entry.recordBytes())) {
            throw new IOException("the record at " + log.place(entry.logOffset()) + " cannot be read any more");
        }
        target.put(record.duplicate().position(0).limit(entry.recordBytes()));
    }

    /** Where in the block the entry of record {@code i} is; -1 if the queue does not have it. */
    private int find(int i) throws IOException {
        int first = i - i % BLOCK_ENTRIES;
        if (first != blockFirst) {
            blockFirst = -1;
            try {
                queue.read(from + first, (int) Math.min(BLOCK_ENTRIES, to - from - first), block);
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
            blockFirst = first;
        }
        return i - first < block.count() ? i - first : -1;
    }

    /**
     * Reads the record of an entry; false if it is not that, or damaged.
     *
     * @throws IOException if the disk does not return it: it may yet, so the log has to stay
     */
    private boolean load(long queueOffset, long logOffset, int bytes) throws IOException {
        recordAt = -1;
        if (bytes < RecordFormat.FIXED_BYTES || bytes > RECORD_BYTES_MAX) {
            return false;
        }
        if (record.capacity() < bytes) {
            record = ByteBuffer.allocate(Math.max(bytes, Math.min(2 * record.capacity(), RECORD_BYTES_MAX)));
        }
        boolean whole;
        try {
            whole = log.read(logOffset, record.clear().limit(bytes))
                    && RecordFormat.check(record, 0, bytes, true) == RecordCheck.VALID
                    && RecordFormat.totalSize(record, 0) == bytes
                    && RecordFormat.logOffset(record, 0) == logOffset
                    && (RecordFormat.queueOffset(record, 0) == queueOffset || VoidRecord.isVoid(record, 0));
        } catch (UncheckedIOException e) {
            throw new IOException(e.getMessage(), e); // with the place, which the cause alone does not name
        }
        recordAt = whole ? logOffset : -1;
        return whole;
    }

    @Override
    public void close() {} // holds nothing open
}
