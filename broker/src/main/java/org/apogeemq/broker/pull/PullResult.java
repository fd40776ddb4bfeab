package org.apogeemq.broker.pull;

import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.apogeemq.protocol.command.ResponseCodes;
import org.apogeemq.protocol.record.RecordCheck;
import org.apogeemq.protocol.record.RecordFormat;
import org.apogeemq.store.log.CommitLog;

/** What a pull found. Reusable, confined to one thread. Holds positions in the log, or what was fetched. */
public final class PullResult {
    /** Records further apart are asked for one by one: the question costs by the page. */
    private static final long RESIDENT_SPAN_MAX = 1 << 20;

    /** The last bytes of the log: written a moment ago, so surely in memory. Older ones may have been evicted. */
    static final long JUST_WRITTEN_BYTES = 16 << 20;

    private final long[] queueOffsets;
    private final long[] logOffsets;
    private final int[] recordBytes;
    private final int[] recordMessages;
    private int records;
    private int messages;
    private int bytes;
    // The records, checked; null: they are to be taken from the log.
    private ByteBuffer fetched;
    private boolean outOfSight;
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
        /** The group was moved by an administrator. */
        OFFSET_RESET(ResponseCodes.PULL_OFFSET_MOVED),
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

    PullResult(int recordsMax) {
        queueOffsets = new long[recordsMax];
        logOffsets = new long[recordsMax];
        recordBytes = new int[recordsMax];
        recordMessages = new int[recordsMax];
    }

    /** Records that fit. */
    int capacity() {
        return queueOffsets.length;
    }

    void begin(long min, long max) {
        records = 0;
        messages = 0;
        bytes = 0;
        fetched = null;
        outOfSight = false;
        minOffset = min;
        maxOffset = max;
    }

    /**
     * Adds a record.
     *
     * @param queueOffset of its first message
     * @param count of its messages
     * @param size of the record, 0 if the queue says something that cannot be
     */
    // hot
    void add(long queueOffset, int count, long logOffset, int size) {
        queueOffsets[records] = queueOffset;
        recordMessages[records] = count;
        logOffsets[records] = logOffset;
        recordBytes[records++] = size;
        messages += count;
        bytes += size;
    }

    /** The record behind what was found has to be read from the disk before anything can be said of it. */
    void endsOutOfSight() {
        outOfSight = true;
    }

    /** Whether nothing was found but a record to be read from the disk. */
    boolean isOutOfSight() {
        return outOfSight && messages == 0;
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
        for (int i = 0; i < records && resident; i++) {
            resident = log.isResident(logOffsets[i], logOffsets[i] + recordBytes[i]);
        }
        return resident;
    }

    /**
     * Reads the records found and drops those that are damaged, which {@code damaged} is told. What is left no longer
     * depends on the log. May wait for the disk. Ends in front of a record that the disk does not return but may yet.
     *
     * @throws UncheckedIOException if that is the first one
     * @throws IllegalStateException if the log was closed
     */
    void fetch(CommitLog log, DamagedRecords damaged, PullCall call) {
        RecordSource source = new RecordSource(log, call.queue);
        ByteBuffer target = ByteBuffer.allocate(bytes);
        int found = records;
        records = 0;
        messages = 0;
        bytes = 0;
        for (int i = 0; i < found; ) {
            int end = runEnd(i, found);
            int at = bytes;
            boolean inOne = end - i > 1 && source.read(logOffsets[i], span(i, end), target, at);
            for (; i < end; i++) {
                boolean there = inOne || source.readOne(logOffsets[i], recordBytes[i], target, at);
                if (!there && source.failure() != null && damaged.isWaitedFor(logOffsets[i])) {
                    endBefore(queueOffsets[i], source.failure());
                    fetched = target.limit(bytes);
                    return;
                }
                at += recordBytes[i];
                if (there && isWhole(i, target, at - recordBytes[i])) {
                    keep(i, target, at - recordBytes[i]);
                } else if (log.isClosed()) {
                    throw new IllegalStateException("the log was closed");
                } else if (there || source.failure() != null || !hasExpired(log, logOffsets[i])) {
                    damaged.skipped(call, queueOffsets[i], logOffsets[i]);
                }
            }
        }
        fetched = target.limit(bytes);
        if (messages == 0) {
            status = Status.NO_MATCHED_MESSAGE;
        }
    }

    private static boolean hasExpired(CommitLog log, long logOffset) {
        return logOffset >= 0 && logOffset < log.minOffset();
    }

    /** Where the records end that lie one behind the other from {@code first} on. */
    private int runEnd(int first, int found) {
        int end = first + 1;
        while (end < found
                && recordBytes[end - 1] > 0
                && logOffsets[end] == logOffsets[end - 1] + recordBytes[end - 1]) {
            end++;
        }
        return end;
    }

    private int span(int from, int to) {
        return (int) (logOffsets[to - 1] + recordBytes[to - 1] - logOffsets[from]);
    }

    private void endBefore(long queueOffset, UncheckedIOException failure) {
        if (messages == 0) {
            throw failure;
        }
        nextOffset = queueOffset;
    }

    private boolean isWhole(int i, ByteBuffer bytes, int at) {
        return isThatRecord(i, bytes, at)
                && RecordFormat.check(bytes, at, at + recordBytes[i], true) == RecordCheck.VALID;
    }

    /** Moves record {@code i} behind those that were kept. */
    private void keep(int i, ByteBuffer target, int at) {
        int size = recordBytes[i];
        if (at > bytes) {
            target.put(bytes, target, at, size);
        }
        add(queueOffsets[i], recordMessages[i], logOffsets[i], size);
    }

    private long firstByte() {
        long begin = Long.MAX_VALUE;
        for (int i = 0; i < records; i++) {
            begin = Math.min(begin, logOffsets[i]);
        }
        return begin;
    }

    private long endByte() {
        long end = 0;
        for (int i = 0; i < records; i++) {
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
        while (i < records) {
            long from = logOffsets[i];
            int run = recordBytes[i++];
            while (i < records && logOffsets[i] == from + run) {
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
        for (int i = 0; i < records; i++) {
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
        return Records.isThat(bytes, at, recordBytes[i], logOffsets[i], queueOffsets[i]);
    }

    public Status status() {
        return status;
    }

    /** Messages found; more than records where a record holds a batch. */
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
