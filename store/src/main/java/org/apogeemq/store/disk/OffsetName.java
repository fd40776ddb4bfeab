package org.apogeemq.store.disk;

/** Names of files that follow one another: where the first byte of each lies in the whole, in 20 decimal digits. */
public final class OffsetName {
    private static final int LENGTH = 20;
    private static final String ZEROS = "0".repeat(LENGTH);
    /** 2^62: nothing gets as far, and what is reckoned with offsets below stays in range. */
    private static final String END = of(1L << 62);

    private OffsetName() {}

    /** The name of the file that begins at {@code offset} ≥ 0. */
    public static String of(long offset) {
        String digits = Long.toString(offset);
        return ZEROS.substring(digits.length()) + digits;
    }

    /** Whether a file with this name belongs to a row of such files. */
    public static boolean is(String name) {
        return name.length() == LENGTH && name.chars().allMatch(c -> c >= '0' && c <= '9') && name.compareTo(END) < 0;
    }
}
