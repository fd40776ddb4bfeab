package org.apogeemq.protocol.json;

import java.nio.charset.StandardCharsets;

/** The words of a JSON text: where the reader stands in the bytes, and what comes next. */
final class JsonTokens {
    /** What {@link #peek} answers at the end of the text. */
    static final int END = -1;

    /** Longest number read, in characters; nothing needs more. */
    private static final int NUMBER_CHARS_MAX = 128;

    private static final int SHOWN_CHARS_MAX = 20;

    private final byte[] text;
    private int at;

    JsonTokens(byte[] text) {
        this.text = text;
    }

    void skipBom() {
        if (text.length >= 3 && text[0] == (byte) 0xEF && text[1] == (byte) 0xBB && text[2] == (byte) 0xBF) {
            at = 3;
        }
    }

    /** The next byte that is neither blank nor comment; the reader then stands at it. */
    int peek() {
        while (at < text.length) {
            byte b = text[at];
            if (b == '/') {
                skipComment();
            } else if (b == ' ' || b == '\n' || b == '\r' || b == '\t') {
                at++;
            } else {
                return b & 0xFF;
            }
        }
        return END;
    }

    /** Steps over the byte that {@link #peek} answered. */
    void next() {
        at++;
    }

    void expect(char wanted) {
        if (peek() != wanted) {
            throw bad("expected " + wanted + " but found " + shown());
        }
        at++;
    }

    /** A text in single or double quotes, at which the reader stands. */
    String string() {
        byte quote = text[at++];
        int from = at;
        while (at < text.length) {
            byte b = text[at];
            if (b == quote) {
                return new String(text, from, at++ - from, StandardCharsets.UTF_8);
            }
            if (b == '\\') {
                return escapedString(from, quote);
            }
            at++;
        }
        throw bad("text that begins at byte " + (from - 1) + " has no end");
    }

    /** A key without quotes: a number, or a name. */
    String bareKey() {
        int from = at;
        while (at < text.length && isBare(text[at])) {
            at++;
        }
        if (at == from) {
            throw bad("expected a key but found " + shown());
        }
        return new String(text, from, at - from, StandardCharsets.UTF_8);
    }

    /** A number, true, false, null, NaN or an infinity. */
    Object literal() {
        int from = at;
        boolean whole = true;
        while (at < text.length && (isBare(text[at]) || text[at] == '+')) {
            byte b = text[at++];
            whole &= b >= '0' && b <= '9' || b == '-' && at - 1 == from;
        }
        int length = at - from;
        if (length == 0) {
            throw bad("expected a value but found " + shown());
        }
        if (length > NUMBER_CHARS_MAX) {
            at = from;
            throw bad("a value without quotes has more than " + NUMBER_CHARS_MAX + " characters");
        }
        if (whole && length <= 18 && length > (text[from] == '-' ? 1 : 0)) {
            return wholeNumber(from);
        }
        String word = new String(text, from, length, StandardCharsets.UTF_8);
        return word(word, whole, from);
    }

    JsonException bad(String what) {
        return new JsonException("JSON at byte " + at + " of " + text.length + ": " + what);
    }

    /** What stands here, for a message. */
    String shown() {
        if (at >= text.length) {
            return "the end";
        }
        int length = Math.min(SHOWN_CHARS_MAX, text.length - at);
        return "'" + new String(text, at, length, StandardCharsets.UTF_8) + "'";
    }

    private Object word(String word, boolean whole, int from) {
        switch (word) {
            case "true":
                return true;
            case "false":
                return false;
            case "null":
            case "undefined":
                return null;
            case "NaN":
                return Double.NaN;
            case "Infinity":
                return Double.POSITIVE_INFINITY;
            case "-Infinity":
                return Double.NEGATIVE_INFINITY;
            default:
                return number(word, whole, from);
        }
    }

    private Object number(String word, boolean whole, int from) {
        char last = word.charAt(word.length() - 1);
        if (last >= '0' && last <= '9' || last == '.') {
            try {
                return whole ? (Object) Long.valueOf(word) : (Object) Double.valueOf(word);
            } catch (NumberFormatException e) {
                at = from;
                throw bad("no number, or out of range: " + shown());
            }
        }
        at = from;
        throw bad("expected a value but found " + shown());
    }

    private Long wholeNumber(int from) {
        boolean negative = text[from] == '-';
        long number = 0;
        for (int i = negative ? from + 1 : from; i < at; i++) {
            number = number * 10 + (text[i] - '0');
        }
        return negative ? -number : number;
    }

    private String escapedString(int from, byte quote) {
        StringBuilder string = new StringBuilder(at - from + 32);
        int plain = from;
        while (at < text.length) {
            byte b = text[at];
            if (b == quote || b == '\\') {
                string.append(new String(text, plain, at - plain, StandardCharsets.UTF_8));
                at++;
                if (b == quote) {
                    return string.toString();
                }
                string.append(escape());
                plain = at;
            } else {
                at++;
            }
        }
        throw bad("text that begins at byte " + (from - 1) + " has no end");
    }

    /** What the escape stands for whose backslash was just passed. */
    private char escape() {
        byte b = at < text.length ? text[at] : 0;
        at++;
        switch (b) {
            case '"':
            case '\'':
            case '\\':
            case '/':
                return (char) b;
            case 'b':
                return '\b';
            case 'f':
            case 'F':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'v':
                return '\u000B';
            case 'u':
                return hex(4);
            case 'x':
                return hex(2);
            default:
                // fastjson 1 writes the first control characters as one digit
                if (b >= '0' && b <= '7') {
                    return (char) (b - '0');
                }
                at--;
                throw bad("unknown escape " + shown());
        }
    }

    private char hex(int digits) {
        int value = 0;
        for (int i = 0; i < digits; i++) {
            int digit = at < text.length ? Character.digit(text[at], 16) : -1;
            if (digit < 0) {
                throw bad("expected " + digits + " hexadecimal digits but found " + shown());
            }
            value = value * 16 + digit;
            at++;
        }
        return (char) value;
    }

    private void skipComment() {
        int from = at;
        byte kind = at + 1 < text.length ? text[at + 1] : 0;
        at += 2;
        if (kind == '/') {
            while (at < text.length && text[at] != '\n') {
                at++;
            }
            return;
        }
        while (kind == '*' && at + 1 < text.length) {
            if (text[at] == '*' && text[at + 1] == '/') {
                at += 2;
                return;
            }
            at++;
        }
        at = from;
        throw bad(kind == '*' ? "comment has no end" : "expected a value but found " + shown());
    }

    private static boolean isBare(byte b) {
        return b >= '0' && b <= '9'
                || b >= 'a' && b <= 'z'
                || b >= 'A' && b <= 'Z'
                || b == '-'
                || b == '_'
                || b == '.'
                || b == '$'
                || b == '%'
                || b == '@';
    }
}
