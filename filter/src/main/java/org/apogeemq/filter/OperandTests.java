package org.apogeemq.filter;

/** Conditions over values as objects: all there are, for operands that have no faster way. */
final class OperandTests {
    private OperandTests() {}

    static Condition comparison(Operand left, Order order, Operand right) {
        if (order == Order.EQUAL) {
            return (properties, at, length) ->
                    Values.test(left.value(properties, at, length), Order.EQUAL, right.value(properties, at, length));
        }
        return (properties, at, length) -> {
            Object first = left.value(properties, at, length);
            if (first == null || first == Values.FAULT) { // then the right side is not asked, and no fault of it counts
                return first == null ? Truth.UNKNOWN : Truth.FAULT;
            }
            return Values.test(first, order, right.value(properties, at, length));
        };
    }

    static Condition isNull(Operand operand) {
        return (properties, at, length) -> {
            Object value = operand.value(properties, at, length);
            return value == Values.FAULT ? Truth.FAULT : Truth.of(value == null);
        };
    }

    /** Inside the bounds. The value is asked for once, so that bounds inside bounds do not cost twice each. */
    static Condition between(Operand value, Operand low, Operand high) {
        return (properties, at, length) -> {
            Object tested = value.value(properties, at, length);
            Operand once = Operand.constant(tested);
            Condition both = new AllOf(comparison(once, Order.AT_LEAST, low), comparison(once, Order.AT_MOST, high));
            return both.test(properties, at, length);
        };
    }

    /** Outside the bounds. */
    static Condition outside(Operand value, Operand low, Operand high) {
        return (properties, at, length) -> {
            Operand once = Operand.constant(value.value(properties, at, length));
            Condition either = new AnyOf(comparison(once, Order.BELOW, low), comparison(once, Order.ABOVE, high));
            return either.test(properties, at, length);
        };
    }

    static Condition holds(Operand operand, Search where, String text, boolean not) {
        return (properties, at, length) -> {
            Object value = operand.value(properties, at, length);
            if (value == Values.FAULT) {
                return Truth.FAULT;
            }
            return value instanceof String held ? Truth.of(holds(held, where, text) != not) : Truth.FALSE;
        };
    }

    private static boolean holds(String held, Search where, String text) {
        return switch (where) {
            case ANYWHERE -> held.contains(text);
            case AT_START -> held.startsWith(text);
            case AT_END -> held.endsWith(text);
        };
    }
}
