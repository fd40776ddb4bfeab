package org.apogeemq.protocol.command;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes the header of a hot response without allocating: {@code begin}, any number of fields, {@code end}. Confined to
 * one event loop; the bytes are valid until the next {@code begin}. Field names and texts must need no JSON escape.
 */
public final class HeaderWriter {
    private static final byte[] JSON_CODE = ascii("{\"code\":");
    private static final byte[] JSON_FIELDS = ascii(",\"extFields\":{");
    private static final byte[] JSON_TAIL = ascii(",\"flag\":1,\"language\":\"JAVA\",\"opaque\":");
    private static final byte[] JSON_REMARK = ascii(",\"remark\":\"");
    private static final byte[] JSON_END =
            ascii(",\"serializeTypeCurrentRPC\":\"JSON\",\"version\":" + RemotingCommand.VERSION + "}");

    private byte[] bytes = new byte[1024];
    private int length;
    private boolean json;
    private int opaque;
    private byte[] remark;
    private int fieldsAt;
    private boolean anyField;

    /** Starts a response. {@code text} is its remark, or null. */
    public void begin(byte serializeType, int code, int forOpaque, byte[] text) {
        json = serializeType != FrameFormat.BINARY;
        opaque = forOpaque;
        remark = text;
        anyField = false;
        length = 0;
        if (json) {
            put(JSON_CODE);
            number(code);
            return;
        }
        int16(code);
        room(1);
        bytes[length++] = 0;
        int16(RemotingCommand.VERSION);
        int32(opaque);
        int32(RemotingCommand.FLAG_RESPONSE);
        int32(remark == null ? 0 : remark.length);
        if (remark != null) {
            put(remark);
        }
        fieldsAt = length;
        int32(0);
    }

    /** Adds a number. */
    public void field(byte[] name, long value) {
        int valueAt = openField(name);
        number(value);
        closeField(valueAt);
    }

    /** Adds a text: {@code count} bytes of {@code source} from {@code from} on. */
    public void field(byte[] name, byte[] source, int from, int count) {
        int valueAt = openField(name);
        room(count);
        System.arraycopy(source, from, bytes, length, count);
        length += count;
        closeField(valueAt);
    }

    /** Adds a text. */
    public void field(byte[] name, byte[] text) {
        field(name, text, 0, text.length);
    }

    /** Ends the header and says how many bytes of {@link #bytes} it takes. */
    public int end() {
        if (!json) {
            int total = length - fieldsAt - 4;
            int saved = length;
            length = fieldsAt;
            int32(total);
            length = saved;
            return length;
        }
        if (anyField) {
            room(1);
            bytes[length++] = '}';
        }
        put(JSON_TAIL);
        number(opaque);
        if (remark != null) {
            put(JSON_REMARK);
            put(remark);
            room(1);
            bytes[length++] = '"';
        }
        put(JSON_END);
        return length;
    }

    /** The form begun: {@link FrameFormat#JSON} or {@link FrameFormat#BINARY}. */
    public byte serializeType() {
        return json ? FrameFormat.JSON : FrameFormat.BINARY;
    }

    /** The array that holds the header from index 0 on. */
    public byte[] bytes() {
        return bytes;
    }

    private int openField(byte[] name) {
        if (!json) {
            int16(name.length);
            put(name);
            int32(0);
            return length;
        }
        if (anyField) {
            room(1);
            bytes[length++] = ',';
        } else {
            put(JSON_FIELDS);
            anyField = true;
        }
        room(4 + name.length);
        bytes[length++] = '"';
        put(name);
        bytes[length++] = '"';
        bytes[length++] = ':';
        bytes[length++] = '"';
        return length;
    }

    private void closeField(int valueAt) {
        if (json) {
            room(1);
            bytes[length++] = '"';
            return;
        }
        int saved = length;
        length = valueAt - 4;
        int32(saved - valueAt);
        length = saved;
    }

    private void number(long value) {
        room(20);
        if (value == Long.MIN_VALUE) {
            put(ascii("-9223372036854775808"));
            return;
        }
        long rest = value;
        if (rest < 0) {
            bytes[length++] = '-';
            rest = -rest;
        }
        int digits = 1;
        for (long bound = 10; digits < 19 && rest >= bound; bound *= 10) {
            digits++;
        }
        for (int at = length + digits - 1; at >= length; at--) {
            bytes[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
    }

    private void int16(int value) {
        room(2);
        bytes[length++] = (byte) (value >> 8);
        bytes[length++] = (byte) value;
    }

    private void int32(int value) {
        int16(value >> 16);
        int16(value);
    }

    private void put(byte[] source) {
        room(source.length);
        System.arraycopy(source, 0, bytes, length, source.length);
        length += source.length;
    }

    private void room(int count) {
        if (bytes.length - length < count) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + count));
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
