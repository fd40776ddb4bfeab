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
    private final int operands;

    private Filter(String expression, Condition condition, int operands) {
        this.expression = expression;
        this.condition = condition;
        this.operands = operands;
    }

    /**
     * Compiles {@code expression}.
     *
     * @throws FilterSyntaxException saying where it is wrong, and what was expected there
     */
    public static Filter compile(String expression) throws FilterSyntaxException {
        var parser = new Parser(expression);
        return new Filter(expression, Compiler.condition(parser.parse()), parser.operands());
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

    /** How many properties and constants it names: about so often the properties of a message are looked through. */
    public int operands() {
        return operands;
    }

    @Override
    public String toString() {
        return expression;
    }
}
