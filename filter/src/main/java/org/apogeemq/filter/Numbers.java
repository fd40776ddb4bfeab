package org.apogeemq.filter;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Numbers read from text, with the results of {@link Integer#parseInt}, {@link Long#parseLong} and
 * {@link Double#parseDouble}. Usual ones create no objects; for others (many digits, white space, digits of other
 * scripts) those methods are asked.
 */
// hot
final class Numbers {
    /** Answer of {@link #compareWhole} for what is no number. */
    static final int NONE = 2;

    /** More digits than these, or a larger power of ten, and a double is no longer exact. */
    private static final int EXACT_DIGITS_MAX = 15;

    private static final double[] TENS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
    };

    private Numbers() {}

    /**
     * Compares the whole number that stands there with another.
     *
     * @param narrow it has to fit into 32 bits
     * @return below 0, 0, 1, or {@link #NONE} if none stands there
     */
    static int compareWhole(ByteBuffer bytes, int at, int length, boolean narrow, long other) {
        byte first = bytes.get(at);
        boolean signed = first == '-' || first == '+';
        boolean negative = first == '-';
        int end = at + length;
        int next = signed ? at + 1 : at;
        if (next == end) {
            return NONE;
        }
        long largest = narrow ? Integer.MAX_VALUE : Long.MAX_VALUE;
        long limit = negative ? -largest - 1 : -largest;
        long value = 0; // below zero, where there is room for one more
        for (; next < end; next++) {
            int digit = bytes.get(next) - '0';
            if (digit < 0 || digit > 9) {
                return bytes.get(next) < 0 ? compareOdd(bytes, at, length, narrow, other) : NONE;
            }
            if (value < (limit + digit) / 10) {
                return NONE;
            }
            value = value * 10 - digit;
        }
        return Long.compare(negative ? value : -value, other);
    }

    private static int compareOdd(ByteBuffer bytes, int at, int length, boolean narrow, long other) {
        String text = text(bytes, at, length);
        try {
            return Long.compare(narrow ? Integer.parseInt(text) : Long.parseLong(text), other);
        } catch (NumberFormatException noNumber) {
            return NONE;
        }
    }

    /** The number that stands there. If it is not one, NaN: see {@link #isFault}. */
    static double decimal(ByteBuffer bytes, int at, int length) {
        int end = at + length;
        byte sign = bytes.get(at);
        int next = sign == '-' || sign == '+' ? at + 1 : at;
        long digits = 0;
        int count = 0;
        int behindPoint = -1; // no point yet
        for (; next < end; next++) {
            byte c = bytes.get(next);
            if (c >= '0' && c <= '9') {
                digits = digits * 10 + (c - '0');
                behindPoint += behindPoint >= 0 ? 1 : 0;
                if (++count > EXACT_DIGITS_MAX) {
                    return parsed(bytes, at, length);
                }
            } else if (c == '.' && behindPoint < 0) {
                behindPoint = 0;
            } else {
                return parsed(bytes, at, length);
            }
        }
        if (count == 0) {
            return Double.NaN;
        }
        double value = behindPoint > 0 ? digits / TENS[behindPoint] : digits;
        return sign == '-' ? -value : value;
    }

    private static double parsed(ByteBuffer bytes, int at, int length) {
        if (!mayStartNumber(bytes.get(at))) {
            return Double.NaN;
        }
        try {
            return Double.parseDouble(text(bytes, at, length));
        } catch (NumberFormatException noNumber) {
            return Double.NaN;
        }
    }

    /** Spares most texts that are no number an exception. */
    private static boolean mayStartNumber(byte c) {
        return c >= 0
                && (c <= ' ' || (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.' || c == 'N' || c == 'I');
    }

    /** Whether {@code value}, read there by {@link #decimal}, says that it is no number, and not the text NaN. */
    static boolean isFault(double value, ByteBuffer bytes, int at, int length) {
        return Double.isNaN(value) && !isNotANumber(text(bytes, at, length).trim());
    }

    private static boolean isNotANumber(String text) {
        return text.equals("NaN") || text.equals("+NaN") || text.equals("-NaN");
    }

    /** Compares two texts as decimal numbers. */
    static Truth test(ByteBuffer bytes, int at, int length, Order order, int otherAt, int otherLength) {
        double value = decimal(bytes, at, length);
        double other = decimal(bytes, otherAt, otherLength);
        boolean fault = isFault(value, bytes, at, length) || isFault(other, bytes, otherAt, otherLength);
        return fault ? Truth.FAULT : Truth.of(order.holds(Double.compare(value, other)));
    }

    private static String text(ByteBuffer bytes, int at, int length) {
        byte[] text = new byte[length];
        bytes.get(at, text);
        return new String(text, StandardCharsets.UTF_8);
    }
}
