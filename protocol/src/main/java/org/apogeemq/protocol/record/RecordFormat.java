package org.apogeemq.protocol.record;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;

/**
 * One message as it is stored, replicated and served to consumers; big-endian. What follows a host
 * moves by 12 bytes when that host is IPv6 ({@link SysFlags#BORN_HOST_V6}, {@link SysFlags#STORE_HOST_V6}).
 * <pre>
 *   0            4       8          12         16     20             28           36        40
 *   | total size | magic | body CRC | queue id | flag | queue offset | log offset | sysFlag | born time |
 *   48          56           64           72                76                         84
 *   | born host | store time | store host | reconsume times | half message's log offset | body length |
 *   88     88 + n
 *   | body | topic length, 1 (v1) or 2 (v2) | topic | properties length, 2 | properties |
 * </pre>
 * A host is 4 or 16 address bytes and a port of 4 bytes. Total size counts itself. The CRC is CRC-32
 * of the body with the top bit cleared. Version 2 is written for topics longer than 127 bytes only,
 * because 4.x clients do not know it.
 *
 * <p>All methods use absolute indexes, leave position and limit alone and allocate nothing. Buffers
 * must be big-endian. Accessors trust the bytes: use them behind {@link #check} or on own records.
 */
public final class RecordFormat {
    /** Magic of a record whose topic length takes 1 byte. */
    public static final int MAGIC_V1 = 0xDAA320A7;

    /** Magic of a record whose topic length takes 2 bytes. */
    public static final int MAGIC_V2 = 0xDAA320AB;

    /** Magic of the filler that ends a log file. */
    public static final int BLANK_MAGIC = 0xCBD43194;

    /** Bytes of the filler's head: bytes left in the file, and {@link #BLANK_MAGIC}. */
    public static final int BLANK_BYTES = 8;

    /** Longest topic a record can carry, in bytes: the limit of names that begin with %RETRY% or %DLQ%. */
    public static final int TOPIC_BYTES_MAX = 255;

    /** Longest property text a record can carry, in bytes. */
    public static final int PROPERTIES_BYTES_MAX = Short.MAX_VALUE;

    /** Bytes of a version 1 record with IPv4 hosts besides body, topic and properties. */
    public static final int FIXED_BYTES = 91;

    static final int TOTAL_SIZE_AT = 0;
    static final int MAGIC_AT = 4;
    static final int BODY_CRC_AT = 8;
    static final int QUEUE_ID_AT = 12;
    static final int FLAG_AT = 16;
    static final int QUEUE_OFFSET_AT = 20;
    static final int LOG_OFFSET_AT = 28;
    static final int SYS_FLAG_AT = 36;
    static final int BORN_TIMESTAMP_AT = 40;
    static final int BORN_HOST_AT = 48;
    // The rest holds for an IPv4 born host (store timestamp, store host) or two IPv4 hosts (below).
    static final int STORE_TIMESTAMP_AT = 56;
    static final int STORE_HOST_AT = 64;
    static final int RECONSUME_TIMES_AT = 72;
    static final int PREPARED_OFFSET_AT = 76;
    static final int BODY_LENGTH_AT = 84;
    static final int BODY_AT = 88;
    /** What an IPv6 address is longer. */
    static final int V6_EXTRA_BYTES = 12;

    private static final int TOPIC_BYTES_V1_MAX = Byte.MAX_VALUE;

    static {
        assert BODY_AT + 1 + 2 == FIXED_BYTES;
    }

    private RecordFormat() {}

    /** Bytes the record of {@code fields} takes. */
    public static int size(RecordFields fields) {
        return size(fields.topic().length, fields.body().remaining(), fields.propertiesLength(), fields.sysFlag());
    }

    /** Bytes of a record with parts of these lengths and the host bits of {@code sysFlag}. */
    public static int size(int topicLength, int bodyLength, int propertiesLength, int sysFlag) {
        int version2 = topicLength > TOPIC_BYTES_V1_MAX ? 1 : 0;
        return FIXED_BYTES + version2 + hostsExtra(sysFlag) + topicLength + bodyLength + propertiesLength;
    }

    /**
     * Lays out a whole record at {@code at} but for queue offset, log offset and store timestamp, which
     * are 0 until {@link #place}. The caller has made sure of {@link #size(RecordFields)} bytes.
     *
     * @return the bytes laid out
     */
    // hot
    public static int put(ByteBuffer target, int at, RecordFields fields) {
        assert target.order() == ByteOrder.BIG_ENDIAN;
        byte[] topic = fields.topic();
        ByteBuffer body = fields.body();
        int bodyLength = body.remaining();
        int size = size(fields);
        boolean version1 = topic.length <= TOPIC_BYTES_V1_MAX;
        target.putInt(at + TOTAL_SIZE_AT, size);
        target.putInt(at + MAGIC_AT, version1 ? MAGIC_V1 : MAGIC_V2);
        target.putInt(at + BODY_CRC_AT, crc(fields.crc, body));
        target.putInt(at + QUEUE_ID_AT, fields.queueId());
        target.putInt(at + FLAG_AT, fields.flag());
        target.putLong(at + QUEUE_OFFSET_AT, 0);
        target.putLong(at + LOG_OFFSET_AT, 0);
        target.putInt(at + SYS_FLAG_AT, fields.sysFlag());
        target.putLong(at + BORN_TIMESTAMP_AT, fields.bornTimestamp());
        int next = putHost(target, at + BORN_HOST_AT, fields.bornAddress(), fields.bornPort());
        target.putLong(next, 0);
        next = putHost(target, next + 8, fields.storeAddress(), fields.storePort());
        target.putInt(next, fields.reconsumeTimes());
        target.putLong(next + 4, fields.preparedTransactionOffset());
        target.putInt(next + 12, bodyLength);
        next += 16;
        target.put(next, body, body.position(), bodyLength);
        next += bodyLength;
        if (version1) {
            target.put(next, (byte) topic.length);
            next += 1;
        } else {
            target.putShort(next, (short) topic.length);
            next += 2;
        }
        target.put(next, topic, 0, topic.length);
        next += topic.length;
        int propertiesLength = fields.propertiesLength();
        target.putShort(next, (short) propertiesLength);
        target.put(next + 2, fields.properties(), fields.propertiesAt(), propertiesLength);
        assert next + 2 + propertiesLength == at + size;
        return size;
    }

    /** Fills in what only the log's writer knows: index in the queue, position in the log, time in ms. */
    // hot
    public static void place(ByteBuffer target, int at, long queueOffset, long logOffset, long storeTimestamp) {
        target.putLong(at + QUEUE_OFFSET_AT, queueOffset);
        target.putLong(at + LOG_OFFSET_AT, logOffset);
        target.putLong(at + STORE_TIMESTAMP_AT + bornExtra(sysFlag(target, at)), storeTimestamp);
    }

    /** Writes the filler that ends a log file with {@code bytesLeft} ≥ {@link #BLANK_BYTES} bytes left. */
    public static void putBlank(ByteBuffer target, int at, int bytesLeft) {
        if (bytesLeft < BLANK_BYTES) {
            throw new IllegalArgumentException("bytesLeft is " + bytesLeft + ", must be at least " + BLANK_BYTES);
        }
        target.putInt(at + TOTAL_SIZE_AT, bytesLeft);
        target.putInt(at + MAGIC_AT, BLANK_MAGIC);
    }

    /** Bytes of the record at {@code at}; of a filler, the bytes left in its file. */
    public static int totalSize(ByteBuffer buffer, int at) {
        return buffer.getInt(at + TOTAL_SIZE_AT);
    }

    /** {@link #MAGIC_V1}, {@link #MAGIC_V2} or {@link #BLANK_MAGIC}. */
    public static int magic(ByteBuffer buffer, int at) {
        return buffer.getInt(at + MAGIC_AT);
    }

    /** CRC-32 of the body, top bit cleared. */
    public static int bodyCrc(ByteBuffer buffer, int at) {
        return buffer.getInt(at + BODY_CRC_AT);
    }

    /** The queue id. */
    public static int queueId(ByteBuffer buffer, int at) {
        return buffer.getInt(at + QUEUE_ID_AT);
    }

    /** The application's own flag. */
    public static int flag(ByteBuffer buffer, int at) {
        return buffer.getInt(at + FLAG_AT);
    }

    /** Index of the message in its queue. */
    public static long queueOffset(ByteBuffer buffer, int at) {
        return buffer.getLong(at + QUEUE_OFFSET_AT);
    }

    /** Position of the record in the log, in bytes. */
    public static long logOffset(ByteBuffer buffer, int at) {
        return buffer.getLong(at + LOG_OFFSET_AT);
    }

    /** The {@link SysFlags}. */
    public static int sysFlag(ByteBuffer buffer, int at) {
        return buffer.getInt(at + SYS_FLAG_AT);
    }

    /** The client's time of birth, in ms. */
    public static long bornTimestamp(ByteBuffer buffer, int at) {
        return buffer.getLong(at + BORN_TIMESTAMP_AT);
    }

    /** Where the born host (4 or 16 address bytes, 4 of port) begins. */
    public static int bornHostAt(int at) {
        return at + BORN_HOST_AT;
    }

    /** The broker's time of storing, in ms. */
    public static long storeTimestamp(ByteBuffer buffer, int at) {
        return buffer.getLong(at + STORE_TIMESTAMP_AT + bornExtra(sysFlag(buffer, at)));
    }

    /** Where the store host (4 or 16 address bytes, 4 of port) begins. */
    public static int storeHostAt(ByteBuffer buffer, int at) {
        return at + STORE_HOST_AT + bornExtra(sysFlag(buffer, at));
    }

    /** How often consumption had failed when the record was written. */
    public static int reconsumeTimes(ByteBuffer buffer, int at) {
        return buffer.getInt(at + RECONSUME_TIMES_AT + hostsExtra(sysFlag(buffer, at)));
    }

    /** Log offset of the half message this record commits, or 0. */
    public static long preparedTransactionOffset(ByteBuffer buffer, int at) {
        return buffer.getLong(at + PREPARED_OFFSET_AT + hostsExtra(sysFlag(buffer, at)));
    }

    /** Where the body begins. */
    public static int bodyAt(ByteBuffer buffer, int at) {
        return at + BODY_AT + hostsExtra(sysFlag(buffer, at));
    }

    /** Bytes of the body. */
    public static int bodyLength(ByteBuffer buffer, int at) {
        return buffer.getInt(at + BODY_LENGTH_AT + hostsExtra(sysFlag(buffer, at)));
    }

    /** Where the topic begins. */
    public static int topicAt(ByteBuffer buffer, int at) {
        return topicLengthAt(buffer, at) + topicLengthBytes(magic(buffer, at));
    }

    /** Bytes of the topic. */
    public static int topicLength(ByteBuffer buffer, int at) {
        return topicLength(buffer, topicLengthAt(buffer, at), magic(buffer, at));
    }

    /** Where the property text begins. */
    public static int propertiesAt(ByteBuffer buffer, int at) {
        return propertiesLengthAt(buffer, at) + 2;
    }

    /** Bytes of the property text. */
    public static int propertiesLength(ByteBuffer buffer, int at) {
        return buffer.getShort(propertiesLengthAt(buffer, at));
    }

    /** {@link MessageProperties#tagsCode} of the record's properties. */
    public static long tagsCode(ByteBuffer buffer, int at) {
        int lengthAt = propertiesLengthAt(buffer, at);
        return MessageProperties.tagsCode(buffer, lengthAt + 2, buffer.getShort(lengthAt));
    }

    /**
     * Says what lies in {@code [at, limit)} of {@code buffer}; never throws, whatever the bytes are.
     * The body is compared with its CRC only if {@code verifyCrc}.
     */
    public static RecordCheck check(ByteBuffer buffer, int at, int limit, boolean verifyCrc) {
        return RecordCheck.of(buffer, at, limit, verifyCrc);
    }

    /** CRC-32 of the bytes from position to limit, top bit cleared; {@code crc} is only a tool. */
    static int crc(CRC32 crc, ByteBuffer bytes) {
        crc.reset();
        if (bytes.hasArray()) {
            crc.update(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
        } else {
            int position = bytes.position();
            crc.update(bytes);
            bytes.position(position);
        }
        return (int) crc.getValue() & 0x7FFFFFFF;
    }

    static int hostsExtra(int sysFlag) {
        return bornExtra(sysFlag) + ((sysFlag & SysFlags.STORE_HOST_V6) != 0 ? V6_EXTRA_BYTES : 0);
    }

    static int topicLengthBytes(int magic) {
        return magic == MAGIC_V1 ? 1 : 2;
    }

    /** Unsigned in version 1, signed in version 2: a negative result is a broken record. */
    static int topicLength(ByteBuffer buffer, int lengthAt, int magic) {
        return magic == MAGIC_V1 ? buffer.get(lengthAt) & 0xFF : buffer.getShort(lengthAt);
    }

    private static int bornExtra(int sysFlag) {
        return (sysFlag & SysFlags.BORN_HOST_V6) != 0 ? V6_EXTRA_BYTES : 0;
    }

    private static int topicLengthAt(ByteBuffer buffer, int at) {
        int bodyAt = bodyAt(buffer, at);
        return bodyAt + buffer.getInt(bodyAt - 4);
    }

    private static int propertiesLengthAt(ByteBuffer buffer, int at) {
        int lengthAt = topicLengthAt(buffer, at);
        int magic = magic(buffer, at);
        return lengthAt + topicLengthBytes(magic) + topicLength(buffer, lengthAt, magic);
    }

    private static int putHost(ByteBuffer target, int at, byte[] address, int port) {
        target.put(at, address, 0, address.length);
        target.putInt(at + address.length, port);
        return at + address.length + 4;
    }
}
