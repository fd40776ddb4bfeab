package org.apogeemq.bench.load;

import java.nio.ByteBuffer;
import java.util.Random;

/** Message bodies that no compressor, file system or network can make smaller, the same in every run. */
public final class Bodies {
    /** Bytes {@link #stamped} needs at the front. */
    static final int STAMP_BYTES = 8;

    private static final long SEED = 20_261_121;

    private Bodies() {}

    /** A body of {@code bytes} bytes. */
    public static byte[] random(int bytes) {
        byte[] body = new byte[bytes];
        new Random(SEED).nextBytes(body);
        return body;
    }

    /** A copy of {@code body} that carries {@code nanos} in its first bytes. */
    static byte[] stamped(byte[] body, long nanos) {
        byte[] copy = body.clone();
        ByteBuffer.wrap(copy).putLong(nanos);
        return copy;
    }

    static long stampOf(byte[] body) {
        return ByteBuffer.wrap(body).getLong();
    }
}
