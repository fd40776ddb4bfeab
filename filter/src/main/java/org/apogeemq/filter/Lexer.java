package org.apogeemq.filter;

/**
 * Takes an expression apart, a token at a time. Words are ASCII and their case does not count for keywords. A comment
 * is between a slash with a star and a star with a slash, or from {@code --} to the end of its line; without an end of
 * line these are two signs, as Apache's parser has it. Confined to one thread.
 */
final class Lexer {
    private final String text;
    private int next;

    Lexer(String text) {
        this.text = text;
    }

    /** The next token; {@link TokenKind#END} again and again behind the last one. */
    Token next() throws FilterSyntaxException {
        skipBlanksAndComments();
        int at = next;
        if (at == text.length()) {
            return new Token(TokenKind.END, at, "");
        }
        char first = text.charAt(at);
        if (isNameStart(first)) {
            return word();
        }
        if (isDigit(first) || (first == '.' && isDigit(peek(1)))) {
            return number();
        }
        return first == '\'' ? string() : sign(first);
    }

    /** Whether all that is left from {@code at} on is a comment whose line does not end. */
    boolean isLastComment(int at) {
        return text.startsWith("--", at) && lineEnd(at) == text.length();
    }

    private void skipBlanksAndComments() throws FilterSyntaxException {
        while (next < text.length()) {
            if (isBlank(text.charAt(next))) {
                next++;
            } else if (text.startsWith("--", next) && lineEnd(next) < text.length()) {
                next = lineEnd(next);
            } else if (text.startsWith("/*", next)) {
                int end = text.indexOf("*/", next + 2);
                if (end < 0) {
                    throw fault(next, "this comment has no end, expected */");
                }
                next = end + 2;
            } else {
                return;
            }
        }
    }

    private int lineEnd(int at) {
        int end = at;
        while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
            end++;
        }
        return end;
    }

    private Token word() {
        int end = next;
        while (end < text.length() && (isNameStart(text.charAt(end)) || isDigit(text.charAt(end)))) {
            end++;
        }
        return take(TokenKind.ofWord(text.substring(next, end)), end);
    }

    /** The longest number there is: with a point or an exponent it is a decimal one, else a whole one. */
    private Token number() {
        int end = digits(next);
        boolean decimal = false;
        if (end < text.length() && text.charAt(end) == '.') {
            decimal = true;
            end = digits(end + 1);
        }
        int exponent = exponentEnd(end);
        if (exponent > end) {
            return take(TokenKind.DECIMAL_NUMBER, exponent);
        }
        if (decimal) {
            return take(TokenKind.DECIMAL_NUMBER, end);
        }
        if (text.charAt(next) == '0') {
            return take(TokenKind.WHOLE_NUMBER, next + 1); // no zeros in front, and no L behind a zero
        }
        boolean isLong = end < text.length() && (text.charAt(end) == 'l' || text.charAt(end) == 'L');
        return take(TokenKind.WHOLE_NUMBER, isLong ? end + 1 : end);
    }

    private int exponentEnd(int at) {
        if (at >= text.length() || (text.charAt(at) != 'e' && text.charAt(at) != 'E')) {
            return at;
        }
        boolean signed = at + 1 < text.length() && (text.charAt(at + 1) == '+' || text.charAt(at + 1) == '-');
        int digits = at + (signed ? 2 : 1);
        int end = digits(digits);
        return end > digits ? end : at;
    }

    private int digits(int at) {
        int end = at;
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private Token string() throws FilterSyntaxException {
        int quote = text.indexOf('\'', next + 1);
        while (quote >= 0 && quote + 1 < text.length() && text.charAt(quote + 1) == '\'') {
            quote = text.indexOf('\'', quote + 2);
        }
        if (quote < 0) {
            throw fault(next, "this string has no end, expected '");
        }
        return take(TokenKind.TEXT, quote + 1);
    }

    private Token sign(char first) throws FilterSyntaxException {
        char second = peek(1);
        return switch (first) {
            case '=' -> take(TokenKind.EQUAL, next + 1);
            case '<' -> {
                if (second == '>') {
                    yield take(TokenKind.NOT_EQUAL, next + 2);
                }
                yield second == '=' ? take(TokenKind.AT_MOST, next + 2) : take(TokenKind.BELOW, next + 1);
            }
            case '>' -> second == '=' ? take(TokenKind.AT_LEAST, next + 2) : take(TokenKind.ABOVE, next + 1);
            case '(' -> take(TokenKind.OPEN, next + 1);
            case ')' -> take(TokenKind.CLOSE, next + 1);
            case ',' -> take(TokenKind.COMMA, next + 1);
            case '+' -> take(TokenKind.PLUS, next + 1);
            case '-' -> take(TokenKind.MINUS, next + 1);
            default ->
                throw fault(
                        next,
                        "found \"" + Character.toString(text.codePointAt(next)) + "\", which has no" + " meaning here"
                                + hint(first, second));
        };
    }

    private static String hint(char first, char second) {
        if (first == '"') {
            return "; strings stand in single quotes";
        }
        return first == '!' && second == '=' ? "; not equal is <>" : "";
    }

    private Token take(TokenKind kind, int end) {
        Token token = new Token(kind, next, text.substring(next, end));
        next = end;
        return token;
    }

    private FilterSyntaxException fault(int at, String what) {
        return FilterSyntaxException.at(text, at, what);
    }

    /** The character so far ahead, 0 behind the end. */
    private char peek(int ahead) {
        return next + ahead < text.length() ? text.charAt(next + ahead) : 0;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isNameStart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$';
    }
}
