package org.apogeemq.filter;

/**
 * Comparison of values as objects: Integer, Long, Double, Boolean, String. The reference for all that is faster, and
 * used itself for what is not usual.
 */
final class Values {
    /** What cannot be evaluated has this value. */
    static final Object FAULT = new Object();

    private Values() {}

    /** {@code left} {@code order} {@code right}; null is no value. */
    static Truth test(Object left, Order order, Object right) {
        if (left == FAULT || right == FAULT) {
            return Truth.FAULT;
        }
        if (left == null || right == null) {
            return order == Order.EQUAL ? equalNulls(left, right) : Truth.UNKNOWN;
        }
        return order == Order.EQUAL ? equal(left, right) : ordered(left, order, right);
    }

    private static Truth equalNulls(Object left, Object right) {
        if (left == null) {
            return right == null ? Truth.TRUE : Truth.UNKNOWN;
        }
        return Truth.FALSE;
    }

    private static Truth equal(Object left, Object right) {
        if (left.getClass() == right.getClass()) {
            return Truth.of(left.equals(right));
        }
        if (left instanceof Boolean) {
            return right instanceof String ? Truth.FAULT : Truth.FALSE;
        }
        if (left instanceof String text && right instanceof Boolean) {
            return Truth.of(right.equals(Boolean.valueOf(text)));
        }
        return right instanceof Boolean ? Truth.FALSE : converted(left, Order.EQUAL, right);
    }

    private static Truth ordered(Object left, Order order, Object right) {
        if (left instanceof String first && right instanceof String second) {
            try {
                return Truth.of(order.holds(Double.compare(Double.parseDouble(first), Double.parseDouble(second))));
            } catch (NumberFormatException noNumber) {
                return Truth.FAULT;
            }
        }
        return converted(left, order, right);
    }

    /** Two numbers, or a number and a text that is read as one of its kind. */
    private static Truth converted(Object left, Order order, Object right) {
        try {
            Number first = left instanceof Number number ? number : read((String) left, (Number) right);
            Number second = right instanceof Number number ? number : read((String) right, (Number) left);
            return Truth.of(order.holds(compare(first, second)));
        } catch (NumberFormatException noNumber) {
            return Truth.FAULT;
        }
    }

    private static Number read(String text, Number kind) {
        return switch (kind) {
            case Integer _ -> (Number) Integer.parseInt(text);
            case Long _ -> (Number) Long.parseLong(text);
            default -> (Number) Double.parseDouble(text);
        };
    }

    /** Which is greater; whole numbers are compared with decimal ones as such. */
    static int compare(Number left, Number right) {
        return left instanceof Double || right instanceof Double
                ? Double.compare(left.doubleValue(), right.doubleValue())
                : Long.compare(left.longValue(), right.longValue());
    }

    /** What a minus makes of {@code value}: nothing, if that is no number. */
    static Object negated(Object value) {
        return switch (value) {
            case Integer number -> -number;
            case Long number -> -number;
            case Double number -> -number;
            case null, default -> value == FAULT ? FAULT : null;
        };
    }
}
