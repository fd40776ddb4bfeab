package org.apogeemq.filter;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Kinds of words and signs. */
enum TokenKind {
    NOT,
    AND,
    OR,
    BETWEEN,
    IN,
    TRUE,
    FALSE,
    NULL,
    IS,
    CONTAINS,
    STARTSWITH,
    ENDSWITH,
    WHOLE_NUMBER("number"),
    DECIMAL_NUMBER("number"),
    TEXT("string"),
    NAME("name"),
    EQUAL("="),
    NOT_EQUAL("<>"),
    ABOVE(">"),
    AT_LEAST(">="),
    BELOW("<"),
    AT_MOST("<="),
    OPEN("("),
    CLOSE(")"),
    COMMA(","),
    PLUS("+"),
    MINUS("-"),
    END("end of the expression");

    private static final Map<String, TokenKind> KEYWORDS = keywords();

    private final String words;

    TokenKind() {
        this.words = null;
    }

    TokenKind(String words) {
        this.words = words;
    }

    /** The keyword that {@code word} is in any mixture of cases, or {@link #NAME}. */
    static TokenKind ofWord(String word) {
        return KEYWORDS.getOrDefault(word, NAME);
    }

    /** For people. */
    String words() {
        return words == null ? name() : words;
    }

    private static Map<String, TokenKind> keywords() {
        Map<String, TokenKind> keywords = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (TokenKind kind : values()) {
            if (kind.words == null) {
                keywords.put(kind.name().toUpperCase(Locale.ROOT), kind);
            }
        }
        return keywords;
    }
}
