package org.apogeemq.protocol.command;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The binary form of a header, big-endian (source: docs/formats.md, "Binary header").
 * <pre>
 *   0      2          3         5        9      13
 *   | code | language | version | opaque | flag | remark: i4 length, text | fields: i4 length, pairs |
 * </pre>
 * A pair is i2 key length, key, i4 value length, value.
 */
final class BinaryHeader {
    private static final int FIXED_BYTES = 13;
    /** Codes are cut to 16 bits by this form; none is defined in this range, so what is in it came from above. */
    private static final int CUT_CODES_FROM = 3442;

    private static final int CUT_CODES_TO = 3543;
    private static final int CUT_BY = 3 * 65_536;

    private BinaryHeader() {}

    static void parse(HeaderView view, int from, int length) throws MalformedFrameException {
        if (length < FIXED_BYTES + 8) {
            throw new MalformedFrameException("binary header of " + length + " bytes is shorter than its fixed part");
        }
        byte[] bytes = view.bytes;
        int end = from + length;
        view.code = (short) (bytes[from] << 8 | bytes[from + 1] & 0xFF);
        view.language = bytes[from + 2];
        view.version = (bytes[from + 3] & 0xFF) << 8 | bytes[from + 4] & 0xFF;
        view.opaque = int32(bytes, from + 5);
        view.flag = int32(bytes, from + 9);
        if (!view.isResponse() && view.code >= CUT_CODES_FROM && view.code <= CUT_CODES_TO) {
            view.code += CUT_BY;
        }
        int at = from + FIXED_BYTES;
        int remarkLength = checked(int32(bytes, at), at + 4, end - 4, "remark length");
        at += 4;
        if (remarkLength > 0) {
            view.remarkStart = at;
            view.remarkLength = remarkLength;
        }
        at += remarkLength;
        int extLength = checked(int32(bytes, at), at + 4, end, "length of the extension fields");
        parseFields(view, at + 4, at + 4 + extLength);
    }

    private static void parseFields(HeaderView view, int from, int end) throws MalformedFrameException {
        byte[] bytes = view.bytes;
        int at = from;
        while (at < end) {
            if (end - at < 6) {
                throw new MalformedFrameException("extension fields end within a pair");
            }
            int keyLength = checked((bytes[at] & 0xFF) << 8 | bytes[at + 1] & 0xFF, at + 2, end - 4, "key length");
            int keyStart = at + 2;
            at = keyStart + keyLength;
            int valueLength = checked(int32(bytes, at), at + 4, end, "value length");
            if (keyLength > 0 && valueLength > 0) { // empty reads back as absent in Java
                view.addField(keyStart, keyLength, at + 4, valueLength);
            }
            at += 4 + valueLength;
        }
    }

    private static int checked(int length, int from, int end, String what) throws MalformedFrameException {
        if (length < 0 || length > end - from) {
            throw new MalformedFrameException(what + " is " + length + ", but only " + (end - from) + " bytes follow");
        }
        return length;
    }

    static byte[] encode(RemotingCommand command) {
        var out = new ByteArrayOutputStream(128);
        int16(out, command.code());
        out.write(command.language());
        int16(out, command.version());
        int32(out, command.opaque());
        int32(out, command.flag());
        byte[] remark = utf8(command.remark() == null ? "" : command.remark());
        int32(out, remark.length);
        out.writeBytes(remark);
        var pairs = new ByteArrayOutputStream(128);
        for (Map.Entry<String, String> field : command.ext().entrySet()) {
            if (field.getValue() != null) {
                byte[] key = utf8(field.getKey());
                byte[] value = utf8(field.getValue());
                int16(pairs, key.length);
                pairs.writeBytes(key);
                int32(pairs, value.length);
                pairs.writeBytes(value);
            }
        }
        int32(out, pairs.size());
        out.writeBytes(pairs.toByteArray());
        return out.toByteArray();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void int16(ByteArrayOutputStream out, int value) {
        out.write(value >> 8);
        out.write(value);
    }

    private static void int32(ByteArrayOutputStream out, int value) {
        int16(out, value >> 16);
        int16(out, value);
    }

    private static int int32(byte[] bytes, int at) {
        return bytes[at] << 24 | (bytes[at + 1] & 0xFF) << 16 | (bytes[at + 2] & 0xFF) << 8 | bytes[at + 3] & 0xFF;
    }
}
