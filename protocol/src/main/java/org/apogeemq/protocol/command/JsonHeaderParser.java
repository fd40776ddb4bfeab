package org.apogeemq.protocol.command;

/**
 * Reads the JSON form of a header: an object of numbers and strings, with one object {@code extFields} in it. Unknown
 * keys are skipped whatever they hold. Strings are unescaped in place, which never makes them longer. Not reentrant.
 */
final class JsonHeaderParser {
    private static final int NESTING_MAX = 16;
    private static final String[] LANGUAGES = {
        "JAVA", "CPP", "DOTNET", "PYTHON", "DELPHI", "ERLANG", "RUBY", "OTHER", "HTTP", "GO", "PHP", "OMS", "RUST",
        "NODE_JS"
    };

    private final HeaderView view;
    private byte[] bytes = new byte[0];
    private int at;
    private int end;
    // Range of the string read last.
    private int textStart;
    private int textLength;

    JsonHeaderParser(HeaderView view) {
        this.view = view;
    }

    void parse(int from, int length) throws MalformedFrameException {
        bytes = view.bytes;
        at = from;
        end = from + length;
        expect('{');
        if (skipBlanks() == '}') {
            return;
        }
        do {
            string();
            int keyStart = textStart;
            int keyLength = textLength;
            expect(':');
            member(keyStart, keyLength);
        } while (more('}'));
    }

    private void member(int keyStart, int keyLength) throws MalformedFrameException {
        if (is(keyStart, keyLength, "code")) {
            view.code = number();
        } else if (is(keyStart, keyLength, "opaque")) {
            view.opaque = number();
        } else if (is(keyStart, keyLength, "flag")) {
            view.flag = number();
        } else if (is(keyStart, keyLength, "version")) {
            view.version = number();
        } else if (is(keyStart, keyLength, "language")) {
            language();
        } else if (is(keyStart, keyLength, "extFields")) {
            extFields();
        } else if (is(keyStart, keyLength, "remark")) {
            remark();
        } else {
            skipValue(0);
        }
    }

    private void language() throws MalformedFrameException {
        if (skipBlanks() != '"') {
            skipValue(0);
            return;
        }
        string();
        for (int i = 0; i < LANGUAGES.length; i++) {
            if (is(textStart, textLength, LANGUAGES[i])) {
                view.language = i;
                return;
            }
        }
    }

    private void remark() throws MalformedFrameException {
        if (skipBlanks() != '"') {
            skipValue(0);
            return;
        }
        string();
        view.remarkStart = textStart;
        view.remarkLength = textLength;
    }

    private void extFields() throws MalformedFrameException {
        if (skipBlanks() != '{') {
            skipValue(0); // null
            return;
        }
        at++;
        if (skipBlanks() == '}') {
            at++;
            return;
        }
        do {
            string();
            int keyStart = textStart;
            int keyLength = textLength;
            expect(':');
            int first = skipBlanks();
            if (first == '"') {
                string();
                view.addField(keyStart, keyLength, textStart, textLength);
            } else {
                int valueStart = at;
                skipValue(0);
                if (first != 'n') { // null is absent; bare numbers and booleans count as their text
                    view.addField(keyStart, keyLength, valueStart, at - valueStart);
                }
            }
        } while (more('}'));
    }

    /** After a member: consumes a comma and says true, or consumes {@code close} and says false. */
    private boolean more(char close) throws MalformedFrameException {
        int next = skipBlanks();
        at++;
        if (next == ',') {
            if (skipBlanks() == close) { // trailing comma
                at++;
                return false;
            }
            return true;
        }
        if (next == close) {
            return false;
        }
        throw malformed("',' or '" + close + "'");
    }

    private void string() throws MalformedFrameException {
        expect('"');
        int start = at;
        while (at < end) {
            byte b = bytes[at];
            if (b == '"') {
                textStart = start;
                textLength = at - start;
                at++;
                return;
            }
            if (b == '\\') {
                escapedString(start);
                return;
            }
            at++;
        }
        throw malformed("end of a string");
    }

    private void escapedString(int start) throws MalformedFrameException {
        int to = at;
        while (at < end) {
            byte b = bytes[at++];
            if (b == '"') {
                textStart = start;
                textLength = to - start;
                return;
            }
            if (b != '\\') {
                bytes[to++] = b;
            } else if (at < end) {
                to = escape(bytes[at++], to);
            }
        }
        throw malformed("end of a string");
    }

    private int escape(byte kind, int to) throws MalformedFrameException {
        switch (kind) {
            case 'u':
                return putUtf8(codePoint(), to);
            case 'n':
                bytes[to] = '\n';
                break;
            case 't':
                bytes[to] = '\t';
                break;
            case 'r':
                bytes[to] = '\r';
                break;
            case 'b':
                bytes[to] = '\b';
                break;
            case 'f':
                bytes[to] = '\f';
                break;
            default:
                bytes[to] = kind;
        }
        return to + 1;
    }

    private int codePoint() throws MalformedFrameException {
        int unit = hex4();
        boolean pair =
                Character.isHighSurrogate((char) unit) && at + 6 <= end && bytes[at] == '\\' && bytes[at + 1] == 'u';
        if (pair) {
            int mark = at;
            at += 2;
            int low = hex4();
            if (Character.isLowSurrogate((char) low)) {
                return Character.toCodePoint((char) unit, (char) low);
            }
            at = mark;
        }
        return Character.isSurrogate((char) unit) ? '?' : unit;
    }

    private int hex4() throws MalformedFrameException {
        if (end - at < 4) {
            throw malformed("four hex digits");
        }
        int value = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit(bytes[at++], 16);
            if (digit < 0) {
                throw malformed("four hex digits");
            }
            value = value << 4 | digit;
        }
        return value;
    }

    private int putUtf8(int point, int to) {
        if (point < 0x80) {
            bytes[to] = (byte) point;
            return to + 1;
        }
        if (point < 0x800) {
            bytes[to] = (byte) (0xC0 | point >> 6);
            bytes[to + 1] = (byte) (0x80 | point & 0x3F);
            return to + 2;
        }
        if (point < 0x10000) {
            bytes[to] = (byte) (0xE0 | point >> 12);
            bytes[to + 1] = (byte) (0x80 | point >> 6 & 0x3F);
            bytes[to + 2] = (byte) (0x80 | point & 0x3F);
            return to + 3;
        }
        bytes[to] = (byte) (0xF0 | point >> 18);
        bytes[to + 1] = (byte) (0x80 | point >> 12 & 0x3F);
        bytes[to + 2] = (byte) (0x80 | point >> 6 & 0x3F);
        bytes[to + 3] = (byte) (0x80 | point & 0x3F);
        return to + 4;
    }

    private int number() throws MalformedFrameException {
        int first = skipBlanks();
        boolean quoted = first == '"';
        if (quoted) {
            at++;
        }
        boolean negative = at < end && bytes[at] == '-';
        if (negative) {
            at++;
        }
        long value = 0;
        int digits = 0;
        while (at < end && bytes[at] >= '0' && bytes[at] <= '9' && digits < 11) {
            value = value * 10 + bytes[at++] - '0';
            digits++;
        }
        value = negative ? -value : value;
        if (digits == 0 || value != (int) value) {
            throw malformed("a number of 32 bits");
        }
        if (quoted) {
            expect('"');
        }
        return (int) value;
    }

    private void skipValue(int depth) throws MalformedFrameException {
        int first = skipBlanks();
        if (first == '"') {
            string();
        } else if (first == '{' || first == '[') {
            skipContainer(first == '{' ? '}' : ']', depth);
        } else {
            int start = at;
            while (at < end && ",}] \t\r\n".indexOf(bytes[at]) < 0) {
                at++;
            }
            if (at == start) {
                throw malformed("a value");
            }
        }
    }

    private void skipContainer(char close, int depth) throws MalformedFrameException {
        if (depth == NESTING_MAX) {
            throw malformed("at most " + NESTING_MAX + " levels of nesting");
        }
        at++;
        if (skipBlanks() == close) {
            at++;
            return;
        }
        do {
            skipValue(depth + 1);
            if (close == '}') {
                expect(':');
                skipValue(depth + 1);
            }
        } while (more(close));
    }

    private boolean is(int start, int length, String word) {
        if (length != word.length()) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (bytes[start + i] != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private void expect(char c) throws MalformedFrameException {
        if (skipBlanks() != c) {
            throw malformed("'" + c + "'");
        }
        at++;
    }

    /** The next byte that is no blank, not consumed; -1 at the end. */
    private int skipBlanks() {
        while (at < end) {
            byte b = bytes[at];
            if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
                return b;
            }
            at++;
        }
        return -1;
    }

    private MalformedFrameException malformed(String expected) {
        return new MalformedFrameException("JSON header: expected " + expected + " at byte " + at + " of " + end);
    }
}
