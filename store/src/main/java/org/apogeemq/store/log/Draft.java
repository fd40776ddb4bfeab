package org.apogeemq.store.log;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apogeemq.protocol.record.InnerBatch;
import org.apogeemq.protocol.record.RecordFormat;
import org.apogeemq.protocol.record.SysFlags;
import org.apogeemq.store.queue.ConsumeQueue;
import org.apogeemq.store.queue.QueueKind;
import org.apogeemq.store.queue.StoredQueue;

/**
 * Records laid out by one thread, appended as one batch. Owned by who fills it, from submission on by the log, from
 * the completion on by who filled it again. Nothing is allocated between construction and reuse.
 */
public final class Draft extends LogTask {
    private static final long NOT_PLACED = -1;

    private final ByteBuffer buffer;
    private final ByteBuffer written;
    private final Completion completion;
    private final StoredQueue[] queues;
    private final int[] ats;
    private final long[] tagsCodes;
    private final boolean[] startsUnit;
    private final int[] messages; // places in the queue; 0: none
    private final Object[] contexts;
    private final Outcome[] outcomes;
    private final long[] logOffsets;
    private final long[] queueOffsets;

    private int records;
    private int end;
    private boolean waitForFlush = true;
    private boolean submitted;
    private long storeTimestamp;

    private long handedNanos;

    // While parked in Acks; the log's owner only.
    long confirmedBy;
    long parkedNanos;

    /** Is told when all records of a draft have an outcome. */
    public interface Completion {
        /**
         * The draft is the caller's again. Runs on the thread that owns the log at this moment, possibly inside
         * {@code submit}: must be short, must not block and must not throw.
         */
        void completed(Draft draft);
    }

    /**
     * @param capacityBytes bytes of all records together
     * @param recordsMax number of records
     */
    public Draft(int capacityBytes, int recordsMax, Completion completion) {
        if (recordsMax < 1) {
            throw new IllegalArgumentException("recordsMax is " + recordsMax + ", must be 1 or more");
        }
        buffer = ByteBuffer.allocateDirect(capacityBytes);
        written = buffer.duplicate();
        this.completion = completion;
        queues = new StoredQueue[recordsMax];
        ats = new int[recordsMax + 1];
        tagsCodes = new long[recordsMax];
        startsUnit = new boolean[recordsMax];
        messages = new int[recordsMax];
        contexts = new Object[recordsMax];
        outcomes = new Outcome[recordsMax];
        logOffsets = new long[recordsMax];
        queueOffsets = new long[recordsMax];
    }

    /** Where records are laid, big-endian, each at {@link #end}; its position and limit do not matter. */
    public ByteBuffer buffer() {
        return buffer;
    }

    /** Where the next record begins. */
    public int end() {
        return end;
    }

    /** Whether one more record of this length fits. */
    public boolean fits(int recordBytes) {
        return recordBytes <= buffer.capacity() - end && records < outcomes.length;
    }

    /**
     * Takes the record laid at {@link #end} with {@link RecordFormat#put}.
     *
     * @param queue where it belongs, from the store it is going to be submitted to; of the kind of batches if the
     *     record holds one
     * @param tagsCode for the queue entry; replaced by the due time in the schedule topic
     * @param unit begins a unit, or belongs to that of the record before: a unit is stored whole or not at all
     *     and never split over two segments
     * @param context anything, for the completion; may be {@code null}
     */
    // hot
    public void add(ConsumeQueue queue, int recordBytes, long tagsCode, boolean unit, Object context) {
        checkMine();
        if (!fits(recordBytes)) {
            throw new IllegalStateException("record of " + recordBytes + " bytes does not fit: " + records + " of "
                    + outcomes.length + " records, " + end + " of " + buffer.capacity() + " bytes are used");
        }
        int i = records;
        queues[i] = (StoredQueue) queue;
        tagsCodes[i] = tagsCode;
        startsUnit[i] = unit || i == 0;
        messages[i] = places(queues[i]);
        contexts[i] = context;
        outcomes[i] = null;
        logOffsets[i] = NOT_PLACED;
        queueOffsets[i] = NOT_PLACED;
        end += recordBytes;
        records = i + 1;
        ats[records] = end;
    }

    /** How many places in {@code queue} the record at {@link #end} takes. */
    // hot
    private int places(StoredQueue queue) {
        int sysFlag = RecordFormat.sysFlag(buffer, end);
        int transaction = SysFlags.transaction(sysFlag);
        if (transaction != SysFlags.TRANSACTION_NONE && transaction != SysFlags.TRANSACTION_COMMIT) {
            return 0;
        }
        return (sysFlag & SysFlags.INNER_BATCH) == 0 ? 1 : batch(queue);
    }

    private int batch(StoredQueue queue) {
        if (queue.kind() != QueueKind.BATCH) {
            throw new IllegalArgumentException("queue " + queue + " holds no batches; their messages go one by one");
        }
        return InnerBatch.messages(buffer, end);
    }

    /** Number of records. */
    public int records() {
        return records;
    }

    /** Whether it holds no record. */
    public boolean isEmpty() {
        return records == 0;
    }

    /**
     * Whether the acknowledgement waits for the disk, where the store is set to flush before it answers; for all
     * records of the draft. True unless said otherwise, and again after {@link #clear}.
     */
    public void waitForFlush(boolean wait) {
        waitForFlush = wait;
    }

    /** What was said with {@link #waitForFlush}. */
    public boolean waitsForFlush() {
        return waitForFlush;
    }

    /** What became of a record; after the completion. */
    public Outcome outcome(int record) {
        return outcomes[record];
    }

    /** Where the record begins in the log, in bytes; -1 if it was not stored. */
    public long logOffset(int record) {
        return logOffsets[record];
    }

    /**
     * Its index in its queue, of a batch that of its first message; 0 for prepared and rolled-back transaction records,
     * -1 if it was not stored.
     */
    public long queueOffset(int record) {
        return queueOffsets[record];
    }

    /** When it was stored, in ms. */
    public long storeTimestamp(int record) {
        assert record < records;
        return storeTimestamp;
    }

    /** What was given to {@link #add}. */
    public Object context(int record) {
        return contexts[record];
    }

    /** Whether the record begins a unit. */
    public boolean startsUnit(int record) {
        return startsUnit[record];
    }

    /** Makes the draft empty, ready to be filled again. */
    public void clear() {
        checkMine();
        Arrays.fill(queues, 0, records, null);
        Arrays.fill(contexts, 0, records, null);
        records = 0;
        end = 0;
        waitForFlush = true;
    }

    /** Notes when it was handed over, for those who want to know how long it took. */
    // hot
    public void handedNanos(long nanos) {
        handedNanos = nanos;
    }

    /** What was noted last. */
    // hot
    public long handedNanos() {
        return handedNanos;
    }

    /** The draft is the log's until it is completed. */
    void hand() {
        checkMine();
        submitted = true;
    }

    // From here on: for the log's owner.

    @Override
    void run(LogWriter writer) {
        writer.append(this);
    }

    StoredQueue queue(int record) {
        return queues[record];
    }

    void queue(int record, StoredQueue queue) {
        queues[record] = queue;
    }

    int at(int record) {
        return ats[record];
    }

    int bytes(int record) {
        return ats[record + 1] - ats[record];
    }

    long tagsCode(int record) {
        return tagsCodes[record];
    }

    /** Whether the record gets a queue entry. */
    boolean queued(int record) {
        return messages[record] > 0;
    }

    /** Places of the record in its queue. */
    int messages(int record) {
        return messages[record];
    }

    /** The queue offset behind the record. */
    long queueEnd(int record) {
        return queueOffsets[record] + messages[record];
    }

    /** The record behind the unit that begins with {@code first}. */
    int unitEnd(int first) {
        int next = first + 1;
        while (next < records && !startsUnit[next]) {
            next++;
        }
        return next;
    }

    void storeTimestamp(long millis) {
        storeTimestamp = millis;
    }

    /** Fills in what the owner decides. */
    void place(int record, long queueOffset, long logOffset, long tagsCode) {
        queueOffsets[record] = queueOffset;
        logOffsets[record] = logOffset;
        tagsCodes[record] = tagsCode;
        RecordFormat.place(buffer, ats[record], queueOffset, logOffset, storeTimestamp);
    }

    /** The bytes of the records {@code [from, to)}, from position to limit. */
    ByteBuffer written(int from, int to) {
        return written.limit(ats[to]).position(ats[from]);
    }

    /** Sets the outcome of the records {@code [from, to)}; a failed one loses its place. */
    void outcome(int from, int to, Outcome outcome) {
        for (int i = from; i < to; i++) {
            outcomes[i] = outcome;
            if (outcome != Outcome.STORED && outcome != Outcome.FLUSH_TIMEOUT) {
                logOffsets[i] = NOT_PLACED;
                queueOffsets[i] = NOT_PLACED;
            }
        }
    }

    /** Gives the records that are stored another outcome. */
    void replaceStored(Outcome outcome) {
        for (int i = 0; i < records; i++) {
            if (outcomes[i] == Outcome.STORED) {
                outcome(i, i + 1, outcome);
            }
        }
    }

    void complete() {
        submitted = false;
        completion.completed(this);
    }

    private void checkMine() {
        if (submitted) {
            throw new IllegalStateException("the draft was submitted and is not completed yet");
        }
    }
}
