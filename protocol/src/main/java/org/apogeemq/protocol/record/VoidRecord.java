package org.apogeemq.protocol.record;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * A record that stands where bytes of a log were damaged, so that the log can be walked over them. It is whole by its
 * sizes and CRC, carries {@link SysFlags#TRANSACTION_ROLLBACK}, which keeps it out of queues and indexes everywhere,
 * and a mark in the place of the half message's log offset.
 *
 * <p>There are two kinds. One {@link #cover covers} bytes of which nothing is known: its topic is {@value #TOPIC} (or
 * the first letters of it, where there is no more room), its queue offset -1, its body what lay there. The other is a
 * damaged record that was {@link #mark marked}: where it belongs was still readable, so it keeps its topic, queue and
 * queue offset, and its place in the queue.
 */
public final class VoidRecord {
    /** The topic of a void record that covers bytes of which nothing is known. */
    public static final String TOPIC = "rmq_sys_apogee_damage";

    /** Least bytes that can be covered. */
    public static final int BYTES_LEAST = RecordFormat.FIXED_BYTES + 1;

    private static final byte[] TOPIC_BYTES = TOPIC.getBytes(US_ASCII);
    private static final byte[] NOTHING = {};
    private static final long MARK = 0x41504F4744414D47L; // "APOGDAMG"

    private VoidRecord() {}

    /** Whether the record at {@code at} is void. Accessors trust the bytes, as everywhere in {@link RecordFormat}. */
    // hot
    public static boolean isVoid(ByteBuffer buffer, int at) {
        return SysFlags.transaction(RecordFormat.sysFlag(buffer, at)) == SysFlags.TRANSACTION_ROLLBACK
                && RecordFormat.preparedTransactionOffset(buffer, at) == MARK;
    }

    /** Whether the void record at {@code at} still has its place in a queue: it was a record that was marked. */
    public static boolean isMarked(ByteBuffer buffer, int at) {
        return isVoid(buffer, at) && RecordFormat.queueOffset(buffer, at) >= 0;
    }

    /**
     * Makes one void record of {@code bytes} ≥ {@link #BYTES_LEAST} bytes at {@code at}. Only what comes before
     * {@link RecordFormat#bodyAt} and behind the body is changed.
     *
     * @param storeTimestamp in ms; that of the record before, so that times do not decrease
     */
    public static void cover(ByteBuffer target, int at, int bytes, long logOffset, long storeTimestamp) {
        if (bytes < BYTES_LEAST) {
            throw new IllegalArgumentException("bytes is " + bytes + ", must be at least " + BYTES_LEAST);
        }
        int topicLength = Math.min(TOPIC_BYTES.length, bytes - RecordFormat.FIXED_BYTES);
        int bodyLength = bytes - RecordFormat.FIXED_BYTES - topicLength;
        ByteBuffer body = target.slice(at + RecordFormat.BODY_AT, bodyLength);
        RecordFields fields = new RecordFields()
                .topic(Arrays.copyOf(TOPIC_BYTES, topicLength))
                .sysFlag(SysFlags.TRANSACTION_ROLLBACK)
                .bornTimestamp(storeTimestamp)
                .preparedTransactionOffset(MARK)
                .body(body)
                .properties(NOTHING, 0, 0);
        RecordFormat.put(target, at, fields);
        RecordFormat.place(target, at, -1, logOffset, storeTimestamp);
    }

    /** Makes a void record of one whose sizes add up but whose body does not match its CRC; it keeps its place. */
    public static void mark(ByteBuffer record, int at) {
        int sysFlag = SysFlags.withTransaction(RecordFormat.sysFlag(record, at), SysFlags.TRANSACTION_ROLLBACK);
        record.putInt(at + RecordFormat.SYS_FLAG_AT, sysFlag);
        record.putLong(at + RecordFormat.PREPARED_OFFSET_AT + RecordFormat.hostsExtra(sysFlag), MARK);
        ByteBuffer body = record.slice(RecordFormat.bodyAt(record, at), RecordFormat.bodyLength(record, at));
        record.putInt(at + RecordFormat.BODY_CRC_AT, RecordFormat.crc(new CRC32(), body));
    }
}
