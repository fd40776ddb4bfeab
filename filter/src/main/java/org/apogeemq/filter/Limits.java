package org.apogeemq.filter;

/** What bounds an expression, so that neither compiling nor evaluating it can stop the broker. */
final class Limits {
    /** Characters of an expression. */
    static final int CHARACTERS_MAX = 65_536;

    /** Parentheses, NOT and signs inside each other. */
    static final int NESTING_MAX = 100;

    /** Comparisons whose left side is a comparison without parentheses, in the whole expression. */
    static final int LINKS_MAX = 100;

    /** Properties, numbers and texts, each time they are named; lists of IN count as one. */
    static final int OPERANDS_MAX = 2_048;

    private Limits() {}
}
