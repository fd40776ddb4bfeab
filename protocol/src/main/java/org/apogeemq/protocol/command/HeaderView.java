package org.apogeemq.protocol.command;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A header seen where it lies: fixed fields as numbers, extension fields as ranges of one byte array. Reused for every
 * frame of an event loop, to which it is confined; nothing is allocated while decoding. What it shows is valid until
 * the next {@code decode}. The array is written to (escapes of JSON strings are resolved in place).
 */
public final class HeaderView {
    /** More extension fields than any header of the protocol has. */
    static final int FIELDS_MAX = 256;

    // Ranges of field i: keys at [4i, 4i+1], values at [4i+2, 4i+3], each start and length.
    final int[] ranges = new int[4 * FIELDS_MAX];
    byte[] bytes = new byte[0];
    int fields;
    int code;
    int language;
    int version;
    int opaque;
    int flag;
    int remarkStart;
    int remarkLength;
    private byte serializeType;

    private final JsonHeaderParser json = new JsonHeaderParser(this);

    /**
     * Reads the header at {@code [from, from + length)} of {@code source}, which stays in use until the next call.
     *
     * @throws MalformedFrameException if it is not a header; the view is then empty
     */
    public void decode(byte[] source, int from, int length, byte type) throws MalformedFrameException {
        bytes = source;
        fields = 0;
        code = 0;
        language = 0;
        version = 0;
        opaque = 0;
        flag = 0;
        remarkStart = 0;
        remarkLength = -1;
        serializeType = type;
        switch (type) {
            case FrameFormat.JSON:
                json.parse(from, length);
                break;
            case FrameFormat.BINARY:
                BinaryHeader.parse(this, from, length);
                break;
            default:
                throw new MalformedFrameException("serialize type is " + type + ", must be 0 (JSON) or 1 (binary)");
        }
    }

    public int code() {
        return code;
    }

    public int language() {
        return language;
    }

    public int version() {
        return version;
    }

    public int opaque() {
        return opaque;
    }

    public int flag() {
        return flag;
    }

    public byte serializeType() {
        return serializeType;
    }

    public boolean isResponse() {
        return (flag & RemotingCommand.FLAG_RESPONSE) != 0;
    }

    public boolean isOneway() {
        return (flag & RemotingCommand.FLAG_ONEWAY) != 0;
    }

    /** The array that {@link #valueStart} points into. */
    public byte[] bytes() {
        return bytes;
    }

    /** Number of extension fields. */
    public int fields() {
        return fields;
    }

    /** Start of the key of field {@code index} in {@link #bytes}. */
    public int keyStart(int index) {
        return ranges[4 * index];
    }

    public int keyLength(int index) {
        return ranges[4 * index + 1];
    }

    public int valueStart(int index) {
        return ranges[4 * index + 2];
    }

    public int valueLength(int index) {
        return ranges[4 * index + 3];
    }

    /** Index of the field named by the single character {@code key}, or -1. Of repeated fields the last one counts. */
    public int find(char key) {
        for (int i = fields - 1; i >= 0; i--) {
            if (ranges[4 * i + 1] == 1 && bytes[ranges[4 * i]] == key) {
                return i;
            }
        }
        return -1;
    }

    /** Index of the field named {@code key} (UTF-8), or -1. Of repeated fields the last one counts. */
    public int find(byte[] key) {
        for (int i = fields - 1; i >= 0; i--) {
            if (ranges[4 * i + 1] == key.length && matches(ranges[4 * i], key)) {
                return i;
            }
        }
        return -1;
    }

    private boolean matches(int at, byte[] key) {
        for (int i = 0; i < key.length; i++) {
            if (bytes[at + i] != key[i]) {
                return false;
            }
        }
        return true;
    }

    /** The value of field {@code index} as a number. @throws NumberFormatException if it is none or exceeds a long */
    public long longValue(int index) {
        int at = valueStart(index);
        int end = at + valueLength(index);
        boolean negative = at < end && bytes[at] == '-';
        if (negative) {
            at++;
        }
        if (at == end || end - at > 19) {
            throw notANumber(index);
        }
        long value = 0;
        for (; at < end; at++) {
            int digit = bytes[at] - '0';
            if (digit < 0 || digit > 9) {
                throw notANumber(index);
            }
            value = value * 10 - digit; // negative, so that Long.MIN_VALUE fits
            if (value > 0) {
                throw notANumber(index);
            }
        }
        if (!negative && value == Long.MIN_VALUE) {
            throw notANumber(index);
        }
        return negative ? value : -value;
    }

    /** The value of field {@code index} as an int. @throws NumberFormatException if it is none or exceeds an int */
    public int intValue(int index) {
        long value = longValue(index);
        if (value != (int) value) {
            throw notANumber(index);
        }
        return (int) value;
    }

    /** True if the value of field {@code index} is the text {@code true}. */
    public boolean booleanValue(int index) {
        int at = valueStart(index);
        return valueLength(index) == 4
                && (bytes[at] | 32) == 't'
                && (bytes[at + 1] | 32) == 'r'
                && (bytes[at + 2] | 32) == 'u'
                && (bytes[at + 3] | 32) == 'e';
    }

    public String stringValue(int index) {
        return text(valueStart(index), valueLength(index));
    }

    /** The remark, or null. */
    public String remark() {
        return remarkLength < 0 ? null : text(remarkStart, remarkLength);
    }

    /** Extension fields as a new map in the order of the header. */
    public Map<String, String> ext() {
        Map<String, String> ext = new LinkedHashMap<>();
        for (int i = 0; i < fields; i++) {
            ext.put(text(keyStart(i), keyLength(i)), stringValue(i));
        }
        return ext;
    }

    /** This command as a value that outlives the view; {@code body} is copied. */
    public RemotingCommand toCommand(ByteBuffer body) {
        byte[] content = null;
        if (body != null && body.hasRemaining()) {
            content = new byte[body.remaining()];
            body.get(body.position(), content);
        }
        return new RemotingCommand(code, language, version, opaque, flag, serializeType, remark(), ext(), content);
    }

    void addField(int keyStart, int keyLength, int valueStart, int valueLength) throws MalformedFrameException {
        if (fields == FIELDS_MAX) {
            throw new MalformedFrameException("header has more than " + FIELDS_MAX + " extension fields");
        }
        int at = 4 * fields++;
        ranges[at] = keyStart;
        ranges[at + 1] = keyLength;
        ranges[at + 2] = valueStart;
        ranges[at + 3] = valueLength;
    }

    private NumberFormatException notANumber(int index) {
        return new NumberFormatException("field " + text(keyStart(index), keyLength(index)) + " is "
                + text(valueStart(index), Math.min(valueLength(index), 64)) + ", must be a whole number in range");
    }

    private String text(int start, int length) {
        return new String(bytes, start, length, StandardCharsets.UTF_8);
    }
}
