package org.apogeemq.protocol.record;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/**
 * What {@link RecordFormat#put} needs to lay out one record. Reusable: set every field, put, set again.
 *
 * <p>Mutable and confined to one thread. Arrays and buffers are referenced, not copied; they must not
 * change until the record is laid out.
 */
public final class RecordFields {
    private static final byte[] NO_BYTES = {};

    /** Addresses are replaced as a whole and never written to, so that one array may serve all. */
    private static final byte[] ANY_V4 = new byte[4];

    private static final ByteBuffer NO_BODY = ByteBuffer.allocate(0).asReadOnlyBuffer();

    final CRC32 crc = new CRC32();

    private byte[] topic = NO_BYTES;
    private int queueId;
    private int flag;
    private int sysFlag;
    private long bornTimestamp;
    private byte[] bornAddress = ANY_V4;
    private int bornPort;
    private byte[] storeAddress = ANY_V4;
    private int storePort;
    private int reconsumeTimes;
    private long preparedTransactionOffset;
    private ByteBuffer body = NO_BODY;
    private byte[] properties = NO_BYTES;
    private int propertiesAt;
    private int propertiesLength;

    /** Sets the topic, UTF-8, at most {@link RecordFormat#TOPIC_BYTES_MAX} bytes. */
    public RecordFields topic(byte[] topic) {
        if (topic.length > RecordFormat.TOPIC_BYTES_MAX) {
            throw new IllegalArgumentException(
                    "topic has " + topic.length + " bytes, must be at most " + RecordFormat.TOPIC_BYTES_MAX);
        }
        this.topic = topic;
        return this;
    }

    /** Sets the queue id. */
    public RecordFields queueId(int queueId) {
        this.queueId = queueId;
        return this;
    }

    /** Sets the application's own flag. */
    public RecordFields flag(int flag) {
        this.flag = flag;
        return this;
    }

    /** Sets the {@link SysFlags}; the two host bits are ignored, they follow from the addresses. */
    public RecordFields sysFlag(int sysFlag) {
        this.sysFlag = sysFlag;
        return this;
    }

    /** Sets the client's time of birth, in ms. */
    public RecordFields bornTimestamp(long bornTimestamp) {
        this.bornTimestamp = bornTimestamp;
        return this;
    }

    /** Sets the client's address, 4 or 16 bytes, and port. */
    public RecordFields bornHost(byte[] address, int port) {
        checkAddress("born host", address);
        bornAddress = address;
        bornPort = port;
        return this;
    }

    /** Sets the broker's address, 4 or 16 bytes, and port. */
    public RecordFields storeHost(byte[] address, int port) {
        checkAddress("store host", address);
        storeAddress = address;
        storePort = port;
        return this;
    }

    /** Sets how often consumption has failed so far. */
    public RecordFields reconsumeTimes(int reconsumeTimes) {
        this.reconsumeTimes = reconsumeTimes;
        return this;
    }

    /** Sets the log offset of the half message; 0 unless this record commits one. */
    public RecordFields preparedTransactionOffset(long preparedTransactionOffset) {
        this.preparedTransactionOffset = preparedTransactionOffset;
        return this;
    }

    /** Sets the body: the bytes from position to limit, both unchanged when the record is laid out. */
    public RecordFields body(ByteBuffer body) {
        this.body = body;
        return this;
    }

    /**
     * Sets the property text: {@code length} bytes of {@code properties} from {@code at} on, at most
     * {@link RecordFormat#PROPERTIES_BYTES_MAX}.
     */
    public RecordFields properties(byte[] properties, int at, int length) {
        if (at < 0 || length < 0 || length > properties.length - at) {
            throw new IllegalArgumentException(
                    "properties are " + length + " bytes at " + at + " of an array of " + properties.length);
        }
        if (length > RecordFormat.PROPERTIES_BYTES_MAX) {
            throw new IllegalArgumentException(
                    "properties have " + length + " bytes, must be at most " + RecordFormat.PROPERTIES_BYTES_MAX);
        }
        this.properties = properties;
        propertiesAt = at;
        propertiesLength = length;
        return this;
    }

    /** The topic, UTF-8; not to be changed. */
    public byte[] topic() {
        return topic;
    }

    /** The queue id. */
    public int queueId() {
        return queueId;
    }

    /** The application's own flag. */
    public int flag() {
        return flag;
    }

    /** The {@link SysFlags} as they will be stored: host bits according to the addresses. */
    public int sysFlag() {
        return SysFlags.withHosts(sysFlag, bornAddress.length, storeAddress.length);
    }

    /** The client's time of birth, in ms. */
    public long bornTimestamp() {
        return bornTimestamp;
    }

    /** The client's address; not to be changed. */
    public byte[] bornAddress() {
        return bornAddress;
    }

    /** The client's port. */
    public int bornPort() {
        return bornPort;
    }

    /** The broker's address; not to be changed. */
    public byte[] storeAddress() {
        return storeAddress;
    }

    /** The broker's port. */
    public int storePort() {
        return storePort;
    }

    /** How often consumption has failed so far. */
    public int reconsumeTimes() {
        return reconsumeTimes;
    }

    /** The log offset of the half message, or 0. */
    public long preparedTransactionOffset() {
        return preparedTransactionOffset;
    }

    /** The body, from position to limit. */
    public ByteBuffer body() {
        return body;
    }

    /** The array that holds the property text from {@link #propertiesAt} on. */
    public byte[] properties() {
        return properties;
    }

    /** Where in {@link #properties} the text begins. */
    public int propertiesAt() {
        return propertiesAt;
    }

    /** Bytes of property text. */
    public int propertiesLength() {
        return propertiesLength;
    }

    private static void checkAddress(String what, byte[] address) {
        if (address.length != 4 && address.length != 16) {
            throw new IllegalArgumentException(what + " has " + address.length + " address bytes, must be 4 or 16");
        }
    }
}
