package org.apogeemq.filter;

/** An expression that is none. Its message tells the place, what was found there and what may stand there. */
public final class FilterSyntaxException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int offset;

    private FilterSyntaxException(String message, int offset) {
        super(message);
        this.offset = offset;
    }

    /**
     * Says where in {@code text} the fault is.
     *
     * @param offset of its first character, from 0 on; the length of the text is its end
     * @param what is wrong there: what was found, what was expected
     */
    static FilterSyntaxException at(String text, int offset, String what) {
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < offset; i++) {
            if (text.charAt(i) == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
        int column = offset - lineStart + 1;
        return new FilterSyntaxException(
                "SQL92 expression, line %d, column %d: %s".formatted(line, column, what), offset);
    }

    /** Index of the character at fault, from 0 on; the length of the expression if it ends too early. */
    public int offset() {
        return offset;
    }
}
