package org.apogeemq.protocol.header;

/** The types a header's field may have, and how each is read from its text. */
enum FieldType {
    TEXT("text") {
        @Override
        Object read(String text) {
            return text;
        }
    },
    INT("a whole number in " + Integer.MIN_VALUE + ".." + Integer.MAX_VALUE) {
        @Override
        Object read(String text) {
            return Integer.valueOf(text);
        }
    },
    LONG("a whole number in " + Long.MIN_VALUE + ".." + Long.MAX_VALUE) {
        @Override
        Object read(String text) {
            return Long.valueOf(text);
        }
    },
    BOOLEAN("true or false") {
        @Override
        Object read(String text) {
            if (text.equalsIgnoreCase("true") || text.equals("1")) {
                return true;
            }
            if (text.equalsIgnoreCase("false") || text.equals("0")) {
                return false;
            }
            throw new NumberFormatException(text);
        }
    },
    DOUBLE("a number") {
        @Override
        Object read(String text) {
            return Double.valueOf(text);
        }
    };

    final String expected;

    FieldType(String expected) {
        this.expected = expected;
    }

    /** The value, or a NumberFormatException. */
    abstract Object read(String text);

    static FieldType of(Class<?> type) {
        if (type == String.class) {
            return TEXT;
        }
        if (type == int.class || type == Integer.class) {
            return INT;
        }
        if (type == long.class || type == Long.class) {
            return LONG;
        }
        if (type == boolean.class || type == Boolean.class) {
            return BOOLEAN;
        }
        if (type == double.class || type == Double.class) {
            return DOUBLE;
        }
        throw new IllegalArgumentException("a header's field cannot be of type " + type.getName());
    }
}
