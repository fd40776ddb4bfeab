package org.apogeemq.bench.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The frame of an answer with a JSON header, at a buffer's position: length (4, of what follows), header length (4, its
 * highest byte 0 for JSON), header, body. Of the header only two numbers are looked for.
 */
final class WireAnswer {
    private static final int LENGTH_BYTES = 4;
    private static final int HEADER_LENGTH_AT = 4;
    private static final int HEADER_AT = 8;
    private static final byte[] CODE = "\"code\":".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] OPAQUE = "\"opaque\":".getBytes(StandardCharsets.US_ASCII);
    private static final int TEN = 10;

    private WireAnswer() {}

    static boolean isWhole(ByteBuffer in) {
        return in.remaining() >= LENGTH_BYTES && in.remaining() >= LENGTH_BYTES + in.getInt(in.position());
    }

    static int code(ByteBuffer in) {
        return number(in, CODE);
    }

    static int sender(ByteBuffer in) {
        return number(in, OPAQUE);
    }

    static void skip(ByteBuffer in) {
        in.position(in.position() + LENGTH_BYTES + in.getInt(in.position()));
    }

    private static int number(ByteBuffer in, byte[] name) {
        int begin = in.position() + HEADER_AT;
        int end = begin + in.getInt(in.position() + HEADER_LENGTH_AT); // more than the frame if it is not JSON
        for (int at = begin; at + name.length < Math.min(end, in.limit()); at++) {
            if (isAt(in, at, name)) {
                int value = 0;
                for (int i = at + name.length; in.get(i) >= '0' && in.get(i) <= '9'; i++) {
                    value = value * TEN + in.get(i) - '0';
                }
                return value;
            }
        }
        throw new IllegalStateException(
                "an answer's header has no " + new String(name, StandardCharsets.US_ASCII) + ", or is not JSON");
    }

    private static boolean isAt(ByteBuffer in, int at, byte[] name) {
        for (int i = 0; i < name.length; i++) {
            if (in.get(at + i) != name[i]) {
                return false;
            }
        }
        return true;
    }
}
