package org.apogeemq.filter;

import java.util.List;

/** An expression as it was written, checked by the parser. {@code at} is the offset of its first character. */
sealed interface Expression {
    int at();

    /** A number: Integer, Long or Double, which decides how a property is read that is compared with it. */
    record Figure(int at, Number value) implements Expression {}

    record Text(int at, String value) implements Expression {}

    record Flag(int at, boolean value) implements Expression {}

    record Nothing(int at) implements Expression {}

    record Property(int at, String name) implements Expression {}

    /** A minus. Of what is no number it is nothing. */
    record Negative(int at, Expression of) implements Expression {}

    record Not(int at, Expression of) implements Expression {}

    record All(int at, List<Expression> of) implements Expression {}

    record Any(int at, List<Expression> of) implements Expression {}

    record Comparison(int at, Expression left, Order order, Expression right) implements Expression {}

    record IsNull(int at, Expression of) implements Expression {}

    /** {@code outside}: NOT BETWEEN. */
    record Between(int at, Expression value, Expression low, Expression high, boolean outside) implements Expression {}

    record OneOf(int at, Property property, List<String> texts, boolean not) implements Expression {}

    /** Unlike with other NOTs, both forms are false for what is no string. */
    record Holds(int at, Expression of, Search where, String text, boolean not) implements Expression {}

    /** It says something that can be true. */
    default boolean isCondition() {
        return switch (this) {
            case Figure _, Text _, Property _, Negative _ -> false;
            case Flag _, Nothing _, Not _, All _, Any _, Comparison _, IsNull _, Between _, OneOf _, Holds _ -> true;
        };
    }
}
