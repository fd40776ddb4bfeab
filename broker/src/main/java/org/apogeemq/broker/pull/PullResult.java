package org.apogeemq.broker.pull;

import java.nio.ByteBuffer;
import org.apogeemq.protocol.command.ResponseCodes;
import org.apogeemq.protocol.record.RecordCheck;
import org.apogeemq.protocol.record.RecordFormat;
import org.apogeemq.protocol.record.VoidRecord;
import org.apogeemq.store.log.CommitLog;

/** What a pull found. Reusable, confined to one thread. Holds positions in the log, or what was fetched. */
public final class PullResult {
    /** Records further apart are asked for one by one: the question costs by the page. */
    private static final long RESIDENT_SPAN_MAX = 1 << 20;

    /** The last bytes of the log: written a moment ago, so surely in memory. Older ones may have been evicted. */
    private static final long JUST_WRITTEN_BYTES = 16 << 20;

    private final long[] queueOffsets;
    private final long[] logOffsets;
    private final int[] recordBytes;
    private int messages;
    private int bytes;
    // The records, checked; null: they are to be taken from the log.
    private ByteBuffer fetched;
    private Status status = Status.NO_MESSAGE_IN_QUEUE;
    private long nextOffset;
    private long minOffset;
    private long maxOffset;

    /** Names as Apache's, since they are sent as remarks. */
    public enum Status {
        FOUND(ResponseCodes.SUCCESS),
        NO_MATCHED_MESSAGE(ResponseCodes.PULL_RETRY_IMMEDIATELY),
        OFFSET_OVERFLOW_ONE(ResponseCodes.PULL_NOT_FOUND),
        OFFSET_OVERFLOW_BADLY(ResponseCodes.PULL_OFFSET_MOVED),
        OFFSET_TOO_SMALL(ResponseCodes.PULL_OFFSET_MOVED),
        NO_MESSAGE_IN_QUEUE(ResponseCodes.PULL_NOT_FOUND),
        /** Nothing was ever stored in the queue, but the client is ahead of that. */
        NO_MATCHED_LOGIC_QUEUE(ResponseCodes.PULL_OFFSET_MOVED);

        private final int code;

        Status(int code) {
            this.code = code;
        }

        public int code() {
            return code;
        }
    }

    PullResult(int messagesMax) {
        queueOffsets = new long[messagesMax];
        logOffsets = new long[messagesMax];
        recordBytes = new int[messagesMax];
    }

    void begin(long min, long max) {
        messages = 0;
        bytes = 0;
        fetched = null;
        minOffset = min;
        maxOffset = max;
    }

    /** @param size of the record, 0 if the queue says something that cannot be */
    // hot
    void add(long queueOffset, long logOffset, int size) {
        queueOffsets[messages] = queueOffset;
        logOffsets[messages] = logOffset;
        recordBytes[messages++] = size;
        bytes += size;
    }

    void end(Status outcome, long next) {
        status = outcome;
        nextOffset = next;
    }

    /** Whether {@link #copy} waits for no disk, and what it finds need not be compared with its CRC. */
    // hot
    boolean isHot(CommitLog log) {
        long from = firstByte();
        return log.isHot(from) && (from >= log.appendedOffset() - JUST_WRITTEN_BYTES || isResident(log, from));
    }

    private boolean isResident(CommitLog log, long from) {
        long to = endByte();
        if (to - from <= RESIDENT_SPAN_MAX) {
            return log.isResident(from, to);
        }
        boolean resident = true;
        for (int i = 0; i < messages && resident; i++) {
            resident = log.isResident(logOffsets[i], logOffsets[i] + recordBytes[i]);
        }
        return resident;
    }

    /**
     * Reads the records found and drops those that are damaged, which {@code damaged} is told. What is left no longer
     * depends on the log. May wait for the disk.
     *
     * @throws IllegalStateException if the log was closed
     */
    void fetch(CommitLog log, DamagedRecords damaged, PullCall call) {
        load(log);
        ByteBuffer target = ByteBuffer.allocate(bytes);
        int found = messages;
        messages = 0;
        for (int i = 0; i < found; i++) {
            int at = target.position();
            if (isWhole(i, log, target)) {
                queueOffsets[messages] = queueOffsets[i];
                logOffsets[messages] = logOffsets[i];
                recordBytes[messages++] = recordBytes[i];
            } else {
                target.position(at);
                if (log.isClosed()) {
                    throw new IllegalStateException("the log was closed");
                }
                if (logOffsets[i] >= log.minOffset() || logOffsets[i] < 0) { // else it was deleted as it was old
                    damaged.skipped(call, queueOffsets[i], logOffsets[i]);
                }
            }
        }
        bytes = target.position();
        fetched = target.flip();
        if (messages == 0 && found > 0) {
            status = Status.NO_MATCHED_MESSAGE;
        }
    }

    private boolean isWhole(int i, CommitLog log, ByteBuffer target) {
        int at = target.position();
        try {
            return recordBytes[i] > 0
                    && log.copy(logOffsets[i], recordBytes[i], target)
                    && isThatRecord(i, target, at)
                    && RecordFormat.check(target, at, at + recordBytes[i], true) == RecordCheck.VALID;
        } catch (InternalError unreadable) { // what the JVM makes of a mapped page that the disk cannot read
            return false;
        }
    }

    private void load(CommitLog log) {
        if (endByte() - firstByte() <= RESIDENT_SPAN_MAX) {
            log.load(firstByte(), endByte());
            return;
        }
        for (int i = 0; i < messages; i++) {
            log.load(logOffsets[i], logOffsets[i] + recordBytes[i]);
        }
    }

    private long firstByte() {
        long begin = Long.MAX_VALUE;
        for (int i = 0; i < messages; i++) {
            begin = Math.min(begin, logOffsets[i]);
        }
        return begin;
    }

    private long endByte() {
        long end = 0;
        for (int i = 0; i < messages; i++) {
            end = Math.max(end, logOffsets[i] + recordBytes[i]);
        }
        return end;
    }

    /**
     * Copies the records found to {@code target}, which has room for {@link #bytes}, and looks whether each is the one
     * its queue means. Records that lie one behind the other are copied at once.
     *
     * @return false if one is not, or is no longer in the log; the target then holds rubbish
     */
    // hot
    public boolean copy(CommitLog log, ByteBuffer target) {
        if (fetched != null) {
            target.put(fetched.duplicate());
            return true;
        }
        int first = target.position();
        int i = 0;
        while (i < messages) {
            long from = logOffsets[i];
            int run = recordBytes[i++];
            while (i < messages && logOffsets[i] == from + run) {
                run += recordBytes[i++];
            }
            if (!log.copy(from, run, target)) {
                return false;
            }
        }
        return areThoseRecords(target, first);
    }

    // hot
    private boolean areThoseRecords(ByteBuffer copied, int first) {
        int at = first;
        for (int i = 0; i < messages; i++) {
            if (!isThatRecord(i, copied, at)) {
                return false;
            }
            at += recordBytes[i];
        }
        return true;
    }

    /** Whether the bytes at {@code at} say of themselves that they are record {@code i}. */
    // hot
    private boolean isThatRecord(int i, ByteBuffer bytes, int at) {
        int magic = recordBytes[i] > 0 ? RecordFormat.magic(bytes, at) : 0;
        return (magic == RecordFormat.MAGIC_V1 || magic == RecordFormat.MAGIC_V2)
                && RecordFormat.totalSize(bytes, at) == recordBytes[i]
                && RecordFormat.logOffset(bytes, at) == logOffsets[i]
                && RecordFormat.queueOffset(bytes, at) == queueOffsets[i]
                && !VoidRecord.isVoid(bytes, at);
    }

    public Status status() {
        return status;
    }

    public int messages() {
        return messages;
    }

    /** Bytes of all records found. */
    public int bytes() {
        return bytes;
    }

    /** Where the client goes on. */
    public long nextOffset() {
        return nextOffset;
    }

    public long minOffset() {
        return minOffset;
    }

    public long maxOffset() {
        return maxOffset;
    }
}
