package org.apogeemq.filter;

import java.nio.ByteBuffer;

/**
 * An expression of SQL92 as a predicate over the property text of a message ({@code MessageProperties}), with the
 * results of Apache's broker. Immutable, for any number of threads; evaluating it allocates nothing where properties
 * are compared with constants or with each other.
 */
public final class Filter {
    private final String expression;
    private final Condition condition;

    private Filter(String expression, Condition condition) {
        this.expression = expression;
        this.condition = condition;
    }

    /**
     * Compiles {@code expression}.
     *
     * @throws FilterSyntaxException saying where it is wrong, and what was expected there
     */
    public static Filter compile(String expression) throws FilterSyntaxException {
        return new Filter(expression, Compiler.condition(Parser.parse(expression)));
    }

    /** What it says of the message whose property text is {@code length} bytes from the index {@code at} on. */
    // hot
    public Truth evaluate(ByteBuffer properties, int at, int length) {
        return condition.test(properties, at, length);
    }

    /** Whether that message passes: the expression is true, and not merely not false. */
    // hot
    public boolean passes(ByteBuffer properties, int at, int length) {
        return condition.test(properties, at, length) == Truth.TRUE;
    }

    /** As it was written. */
    public String expression() {
        return expression;
    }

    @Override
    public String toString() {
        return expression;
    }
}
