package org.apogeemq.protocol;

import java.util.Random;

/**
 * Checks a property with many random inputs. A failure prints the seed of its run; given as
 * {@code -Dseed=} that run alone is repeated.
 */
public final class Randomized {
    /** A property: throws if it does not hold for what {@code random} makes. */
    @FunctionalInterface
    public interface Property {
        /** Checks one input. */
        void holds(Random random) throws Exception;
    }

    private Randomized() {}

    /** Checks {@code property} with {@code runs} inputs, each from a seed of its own. */
    public static void check(int runs, Property property) {
        String seed = System.getProperty("seed");
        if (seed != null) {
            run(Long.parseLong(seed), property);
            return;
        }
        Random seeds = new Random();
        for (int i = 0; i < runs; i++) {
            run(seeds.nextLong(), property);
        }
    }

    /** {@code length} random bytes. */
    public static byte[] bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Text of up to {@code lengthMax} characters: mostly plain, with some that JSON and UTF-8 find hard. */
    public static String text(Random random, int lengthMax) {
        String hard = "\"\\/'{}[]:,\n\r\t\b\f\u0000\u0001\u0002\u007f\u2028äß漢";
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(lengthMax + 1); text.length() < length; ) {
            if (random.nextInt(8) == 0) {
                text.append(hard.charAt(random.nextInt(hard.length())));
            } else if (random.nextInt(40) == 0 && text.length() + 2 <= length) {
                text.appendCodePoint(0x1F600 + random.nextInt(50));
            } else {
                text.append(plain(random));
            }
        }
        return text.toString();
    }

    /** A name of 1 to {@code lengthMax} letters and digits. */
    public static String name(Random random, int lengthMax) {
        StringBuilder name = new StringBuilder();
        for (int length = 1 + random.nextInt(lengthMax); name.length() < length; ) {
            name.append(plain(random));
        }
        return name.toString();
    }

    private static char plain(Random random) {
        return "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-".charAt(random.nextInt(64));
    }

    private static void run(long seed, Property property) {
        try {
            property.holds(new Random(seed));
        } catch (Exception | AssertionError e) {
            throw new AssertionError("fails with -Dseed=" + seed + ": " + e.getMessage(), e);
        }
    }
}
