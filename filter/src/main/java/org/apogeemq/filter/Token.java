package org.apogeemq.filter;

/**
 * A word or sign of an expression.
 *
 * @param at offset of its first character
 * @param text as it stands there, a string with its quotes
 */
record Token(TokenKind kind, int at, String text) {
    private static final int SHOWN_MAX = 40;

    boolean is(TokenKind wanted) {
        return kind == wanted;
    }

    /** What a string says: without its quotes, and a doubled quote inside it once. */
    String content() {
        return text.substring(1, text.length() - 1).replace("''", "'");
    }

    /** For people: what was found. */
    String shown() {
        if (kind == TokenKind.END) {
            return kind.words();
        }
        String shown = text.length() > SHOWN_MAX ? text.substring(0, SHOWN_MAX) + "..." : text;
        return kind == TokenKind.TEXT ? "string " + shown : "\"" + shown + "\"";
    }
}
