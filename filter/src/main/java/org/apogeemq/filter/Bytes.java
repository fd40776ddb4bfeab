package org.apogeemq.filter;

import java.nio.ByteBuffer;

/** Texts compared as the bytes they are. */
// hot
final class Bytes {
    private Bytes() {}

    /** Whether {@code wanted} lies at {@code at}; so many bytes must be there. */
    static boolean areAt(byte[] wanted, ByteBuffer bytes, int at) {
        for (int i = 0; i < wanted.length; i++) {
            if (bytes.get(at + i) != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    static boolean areEqual(ByteBuffer bytes, int at, int length, int otherAt, int otherLength) {
        if (length != otherLength) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (bytes.get(at + i) != bytes.get(otherAt + i)) {
                return false;
            }
        }
        return true;
    }

    /** Whether {@code wanted}, which is not empty, lies anywhere in there. */
    static boolean isWithin(byte[] wanted, ByteBuffer bytes, int at, int length) {
        int last = at + length - wanted.length;
        for (int i = at; i <= last; i++) {
            if (bytes.get(i) == wanted[0] && areAt(wanted, bytes, i)) {
                return true;
            }
        }
        return false;
    }

    /** Whether these bytes are one of {@code sorted}, which are in the order of signed bytes. */
    static boolean isAmong(byte[][] sorted, ByteBuffer bytes, int at, int length) {
        int low = 0;
        int high = sorted.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int comparison = compare(sorted[middle], bytes, at, length);
            if (comparison == 0) {
                return true;
            }
            if (comparison < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return false;
    }

    private static int compare(byte[] left, ByteBuffer bytes, int at, int length) {
        int common = Math.min(left.length, length);
        for (int i = 0; i < common; i++) {
            int comparison = Byte.compare(left[i], bytes.get(at + i));
            if (comparison != 0) {
                return comparison;
            }
        }
        return left.length - length;
    }
}
