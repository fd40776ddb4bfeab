package org.apogeemq.broker.group;

import java.util.Arrays;

/**
 * Lets through messages by the hash of their tag. A client compares the tags themselves afterwards, so that two tags
 * of one hash do no harm. Immutable.
 */
public final class TagFilter {
    /** Lets everything through. */
    public static final TagFilter ALL = new TagFilter(new int[0]);

    private final int[] sortedCodes;

    private TagFilter(int[] sortedCodes) {
        this.sortedCodes = sortedCodes;
    }

    /** Lets through the tags with these hashes, everything if there are none. */
    public static TagFilter of(int[] codes) {
        if (codes.length == 0) {
            return ALL;
        }
        int[] sorted = codes.clone();
        Arrays.sort(sorted);
        return new TagFilter(sorted);
    }

    /** Reads {@code a || b}; {@code *}, an empty or absent expression lets everything through. */
    public static TagFilter parse(String expression) {
        if (expression == null || expression.isBlank() || expression.equals("*")) {
            return ALL;
        }
        int[] codes = Arrays.stream(expression.split("\\|\\|"))
                .map(String::strip)
                .filter(tag -> !tag.isEmpty())
                .mapToInt(String::hashCode)
                .toArray();
        return of(codes);
    }

    /** Whether a message with this hash of its tag passes. */
    // hot
    public boolean matches(long tagsCode) {
        return sortedCodes.length == 0 || Arrays.binarySearch(sortedCodes, (int) tagsCode) >= 0;
    }
}
