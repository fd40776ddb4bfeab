package org.apogeemq.protocol.record;

import java.nio.ByteBuffer;

/**
 * Walks over the messages in the body of a batch send; big-endian, back to back:
 * <pre>
 *   0            4       8          12     16            20     20 + n              22 + n
 *   | total size | magic | body CRC | flag | body length | body | properties length | properties |
 * </pre>
 * Total size counts itself; magic and CRC are 0 and not looked at. Every message is checked before its
 * parts can be asked for, so that whatever the bytes are, no index lies outside the body.
 *
 * <p>Reusable and confined to one thread; the buffer's position and limit are left alone.
 */
public final class BatchBody {
    /** Bytes of a message besides body and properties. */
    public static final int FIXED_BYTES = 22;

    private static final int FLAG_AT = 12;
    private static final int BODY_LENGTH_AT = 16;
    private static final int BODY_AT = 20;

    private ByteBuffer bytes;
    private int end;
    private int nextAt;
    private int unitAt;
    private int bodyLength;
    private int propertiesLength;

    /** Begins at the position of {@code bytes}; the batch ends at its limit. */
    public BatchBody(ByteBuffer bytes) {
        reset(bytes);
    }

    /** Begins anew with another batch. */
    public BatchBody reset(ByteBuffer bytes) {
        this.bytes = bytes;
        end = bytes.limit();
        nextAt = bytes.position();
        unitAt = nextAt;
        bodyLength = 0;
        propertiesLength = 0;
        return this;
    }

    /**
     * Moves to the next message.
     *
     * @return false if there is none left
     * @throws BadRecordException if what follows is not a whole message; it names the byte
     */
    // hot
    public boolean next() {
        if (nextAt == end) {
            return false;
        }
        int left = end - nextAt;
        if (left < FIXED_BYTES) {
            throw bad("has " + left + " bytes left, needs " + FIXED_BYTES + " or more");
        }
        int size = bytes.getInt(nextAt);
        if (size < FIXED_BYTES || size > left) {
            throw bad("says it has " + size + " bytes, must be in " + FIXED_BYTES + ".." + left);
        }
        int body = bytes.getInt(nextAt + BODY_LENGTH_AT);
        int room = size - FIXED_BYTES;
        if (body < 0 || body > room) {
            throw bad("has a body length of " + body + ", must be in 0.." + room);
        }
        int properties = bytes.getShort(nextAt + BODY_AT + body);
        if (properties != room - body) {
            throw bad("has a properties length of " + properties + ", must be " + (room - body));
        }
        unitAt = nextAt;
        nextAt += size;
        bodyLength = body;
        propertiesLength = properties;
        return true;
    }

    /** The application's own flag of this message. */
    public int flag() {
        return bytes.getInt(unitAt + FLAG_AT);
    }

    /** Absolute index at which the body of this message begins. */
    public int bodyAt() {
        return unitAt + BODY_AT;
    }

    /** Bytes of the body. */
    public int bodyLength() {
        return bodyLength;
    }

    /** Absolute index at which the property text begins. */
    public int propertiesAt() {
        return unitAt + FIXED_BYTES + bodyLength;
    }

    /** Bytes of the property text. */
    public int propertiesLength() {
        return propertiesLength;
    }

    /**
     * Counts the messages of a batch, checking all of them.
     *
     * @throws BadRecordException if one is not whole, or there are more than {@code messagesMax}
     */
    public static int count(ByteBuffer bytes, int messagesMax) {
        BatchBody batch = new BatchBody(bytes);
        int count = 0;
        while (batch.next()) {
            if (++count > messagesMax) {
                throw new BadRecordException("batch has more than " + messagesMax + " messages");
            }
        }
        return count;
    }

    /**
     * Appends a message to a batch at the position of {@code target}, moving it; the body's bytes are
     * those from position to limit, which are left alone.
     */
    public static void put(ByteBuffer target, int flag, ByteBuffer body, byte[] properties) {
        if (properties.length > RecordFormat.PROPERTIES_BYTES_MAX) {
            throw new IllegalArgumentException("properties have " + properties.length + " bytes, must be at most "
                    + RecordFormat.PROPERTIES_BYTES_MAX);
        }
        target.putInt(FIXED_BYTES + body.remaining() + properties.length)
                .putInt(0)
                .putInt(0);
        target.putInt(flag).putInt(body.remaining()).put(body.duplicate());
        target.putShort((short) properties.length).put(properties);
    }

    private BadRecordException bad(String what) {
        return new BadRecordException("message at byte " + (nextAt - bytes.position()) + " of the batch " + what);
    }
}
