package org.apogeemq.chaos.history;

import java.util.SplittableRandom;
import java.util.zip.CRC32C;

/** What each message holds, made from its name and the seed of the run, so that nobody has to remember it. */
public final class Bodies {
    private static final int SMALL_MAX = 200;
    private static final int USUAL_MAX = 2_000;
    private static final int LARGE_MAX = 16_000;
    private static final int GREATEST = 100_000;

    private final long seed;

    /** @param seed of the run */
    public Bodies(long seed) {
        this.seed = seed;
    }

    /** The body of a message: mostly small, at times up to 100 KB. */
    public byte[] of(MessageName name) {
        SplittableRandom random = random(name);
        return filled(random, length(random));
    }

    /** The body of a message that travels in a batch: at most 2 KB. */
    public byte[] ofBatched(MessageName name) {
        SplittableRandom random = random(name);
        return filled(random, 1 + random.nextInt(USUAL_MAX));
    }

    /** Length and checksum of a body. */
    public static long digest(byte[] body) {
        var crc = new CRC32C();
        crc.update(body);
        return (long) body.length << 32 | crc.getValue();
    }

    private SplittableRandom random(MessageName name) {
        return new SplittableRandom(seed ^ ((long) name.sender() << 40) ^ name.number());
    }

    private static byte[] filled(SplittableRandom random, int length) {
        byte[] body = new byte[length];
        random.nextBytes(body);
        return body;
    }

    private static int length(SplittableRandom random) {
        int kind = random.nextInt(100);
        if (kind < 45) {
            return 1 + random.nextInt(SMALL_MAX); // clients refuse empty bodies
        }
        if (kind < 90) {
            return 1 + random.nextInt(USUAL_MAX);
        }
        return 1 + random.nextInt(kind < 98 ? LARGE_MAX : GREATEST);
    }
}
