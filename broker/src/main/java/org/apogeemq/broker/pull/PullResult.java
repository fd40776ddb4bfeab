package org.apogeemq.broker.pull;

import java.nio.ByteBuffer;
import org.apogeemq.protocol.command.ResponseCodes;
import org.apogeemq.store.log.CommitLog;

/** What a pull found. Reusable, confined to one thread; holds positions in the log, not bytes. */
public final class PullResult {
    /** Records further apart are asked for one by one: the question costs by the page. */
    private static final long RESIDENT_SPAN_MAX = 1 << 20;

    private long[] logOffsets;
    private int[] recordBytes;
    private int messages;
    private int bytes;
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
        logOffsets = new long[messagesMax];
        recordBytes = new int[messagesMax];
    }

    void begin(long min, long max) {
        messages = 0;
        bytes = 0;
        minOffset = min;
        maxOffset = max;
    }

    void add(long logOffset, int size) {
        logOffsets[messages] = logOffset;
        recordBytes[messages++] = size;
        bytes += size;
    }

    void end(Status outcome, long next) {
        status = outcome;
        nextOffset = next;
    }

    /** Whether {@link #copy} waits for no disk. */
    // hot
    boolean isInMemory(CommitLog log) {
        long from = firstByte();
        if (log.isHot(from)) {
            return true;
        }
        long to = endByte();
        return to - from <= RESIDENT_SPAN_MAX && log.isResident(from, to);
    }

    /** Brings what was found into memory. May wait for the disk. */
    void load(CommitLog log) {
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
     * Copies the records found to {@code target}, which has room for {@link #bytes}. Records that lie one behind the
     * other are copied at once.
     *
     * @return false if one is no longer in the log; the target then holds rubbish
     */
    // hot
    public boolean copy(CommitLog log, ByteBuffer target) {
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
        return true;
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

    PullResult copyOf() {
        var copy = new PullResult(0);
        copy.logOffsets = logOffsets.clone();
        copy.recordBytes = recordBytes.clone();
        copy.messages = messages;
        copy.bytes = bytes;
        copy.status = status;
        copy.nextOffset = nextOffset;
        copy.minOffset = minOffset;
        copy.maxOffset = maxOffset;
        return copy;
    }
}
