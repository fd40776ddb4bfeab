package org.apogeemq.cli.screen;

/** How much room text takes on a terminal. */
final class Cells {
    private static final String CUT = "…";

    private Cells() {}

    /** Columns that {@code text} takes. */
    static int width(String text) {
        int width = 0;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            width += width(text.codePointAt(i));
        }
        return width;
    }

    /** {@code text}, or its beginning and a sign that it goes on, in at most {@code columns}. */
    static String fit(String text, int columns) {
        if (text.length() <= columns && width(text) <= columns) {
            return text;
        }
        var kept = new StringBuilder();
        int width = 1;
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            width += width(point);
            if (width > columns) {
                break;
            }
            kept.appendCodePoint(point);
            i += Character.charCount(point);
        }
        return columns == 0 ? "" : kept.append(CUT).toString();
    }

    /** Text without signs that would steer the terminal or end the line. */
    static String plain(String text) {
        if (text.chars().noneMatch(Character::isISOControl)) {
            return text;
        }
        var plain = new StringBuilder(text.length() + 16);
        text.chars().forEach(c -> {
            switch (c) {
                case '\n' -> plain.append("\\n");
                case '\r' -> plain.append("\\r");
                case '\t' -> plain.append("\\t");
                default -> {
                    if (Character.isISOControl(c)) {
                        plain.append("\\x")
                                .append(Character.forDigit(c >> 4, 16))
                                .append(Character.forDigit(c & 15, 16));
                    } else {
                        plain.append((char) c);
                    }
                }
            }
        });
        return plain.toString();
    }

    private static int width(int point) {
        return switch (Character.getType(point)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> 0;
            default -> isWide(point) ? 2 : 1;
        };
    }

    /** The blocks of East Asian letters and of pictures that terminals show in two columns (Unicode, UAX 11). */
    private static boolean isWide(int point) {
        return point >= 0x1100 && point <= 0x115F
                || point >= 0x2E80 && point <= 0xA4CF
                || point >= 0xAC00 && point <= 0xD7A3
                || point >= 0xF900 && point <= 0xFAFF
                || point >= 0xFE30 && point <= 0xFE6F
                || point >= 0xFF00 && point <= 0xFF60
                || point >= 0xFFE0 && point <= 0xFFE6
                || point >= 0x1F300 && point <= 0x1FAFF
                || point >= 0x20000 && point <= 0x3FFFD;
    }
}
