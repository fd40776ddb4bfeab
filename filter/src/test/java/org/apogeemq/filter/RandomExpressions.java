package org.apogeemq.filter;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Expressions and messages by chance: all of the grammar, with what is legal and what is not quite. */
final class RandomExpressions {
    private static final List<String> NAMES = List.of("a", "b", "c", "Price_1", "$x", "missing", "likes", "A");
    private static final List<String> NUMBERS = List.of(
            "0",
            "1",
            "5",
            "7L",
            "42",
            "007",
            "2147483647",
            "2147483648",
            "4294967296l",
            "9223372036854775807",
            "9223372036854775808",
            "1.5",
            "5.0",
            ".5",
            "5.",
            "1e3",
            "1E-2",
            "2.5e+2",
            "0.0",
            "1e400",
            "1e-400",
            "3.0E0",
            "0e1",
            "0L",
            "1e",
            "123456789012345678.25");
    private static final List<String> TEXTS = List.of(
            "'x'",
            "'abc'",
            "''",
            "'it''s'",
            "'5'",
            "'true'",
            "'b'",
            "'münchen'",
            "'ab'",
            "'1.5'",
            "''''",
            "'-- x'",
            "'日本'");
    private static final List<String> VALUES = List.of(
            "x",
            "abc",
            "5",
            "5.0",
            "1.5",
            "-1.5",
            "+5",
            "-5",
            "0",
            "-0.0",
            "true",
            "TRUE",
            "TrUe",
            "false",
            "it's",
            "'",
            "2147483647",
            "2147483648",
            "-2147483648",
            "-2147483649",
            "9223372036854775807",
            "-9223372036854775808",
            "9223372036854775808",
            "1e3",
            "1000",
            " 5",
            "5 ",
            "NaN",
            "-NaN",
            "xNaN",
            "Infinity",
            "-Infinity",
            "0x10",
            "1d",
            "1.5f",
            "5.",
            ".5",
            ".",
            "-",
            "+",
            "--5",
            "5-",
            "٥",
            "münchen",
            "日本語",
            "ab",
            "b",
            "é",
            "0005",
            "00.50",
            "12345678901234567890",
            "0.1234567890123456789",
            "123456789012345",
            "1.7976931348623159e308",
            "4.9e-325",
            "-- x",
            "250.0",
            "0.01",
            "\u0001",
            "a=b",
            "\uD83D\uDE00",
            "4294967296",
            "123456789012345678.25");
    private static final List<String> NOISE = List.of(
            "(", ")", ",", "'", "!", "!=", "\"", ".", ";", "--", "/*", "*/", "LIKE", "NOT", "AND", "5", "a", "'x'", "+",
            "-", "=", "<>", "IS", "NULL", "BETWEEN", "é", "IN", "\n", "-- \n", "/* * */", "ESCAPE", "%");
    private static final int DEPTH_MAX = 4;

    private final Random random;

    RandomExpressions(long seed) {
        random = new Random(seed);
    }

    /** Three of four as the grammar has them, the rest damaged. */
    String expression() {
        String expression = condition(0);
        for (int damages = random.nextInt(8) - 5; damages > 0; damages--) {
            expression = damaged(expression);
        }
        return expression;
    }

    /** Properties that some of the names have; of some there are none. */
    Map<String, String> properties() {
        Map<String, String> properties = new HashMap<>();
        for (String name : NAMES) {
            if (!name.equals("missing") && random.nextInt(4) > 0) {
                properties.put(name, pick(VALUES));
            }
        }
        return properties;
    }

    private String condition(int depth) {
        return switch (depth >= DEPTH_MAX ? 0 : random.nextInt(10)) {
            case 0, 1, 2 -> comparison(depth);
            case 3 -> condition(depth + 1) + blank() + word("and") + blank() + condition(depth + 1);
            case 4 -> condition(depth + 1) + blank() + word("or") + blank() + condition(depth + 1);
            case 5 -> word("not") + " (" + condition(depth + 1) + ")";
            case 6 -> "(" + condition(depth + 1) + ")";
            case 7 -> "(" + condition(depth + 1) + ") " + pick(List.of("=", "<>")) + " " + operand(depth + 1);
            case 8 -> operand(depth + 1) + " " + word("is") + (random.nextBoolean() ? " not" : "") + " " + word("null");
            default -> pick(List.of("a", "TRUE", "false", "NULL", "not b", "b is null", "not not c", "'x'", "5", "-a"));
        };
    }

    private String comparison(int depth) {
        String left = random.nextInt(5) > 0 ? pick(NAMES) : operand(depth);
        String not = random.nextInt(3) == 0 ? word("not") + " " : "";
        return switch (random.nextInt(9)) {
            case 0, 1 -> left + blank() + pick(List.of("=", "<>")) + blank() + operand(depth);
            case 2, 3, 4 -> left + blank() + pick(List.of(">", ">=", "<", "<=")) + blank() + operand(depth);
            case 5 -> left + " " + not + word("between") + " " + bound(depth) + " " + word("and") + " " + bound(depth);
            case 6 -> left + " " + not + word("in") + blank() + texts();
            default -> left + " " + not + word(pick(List.of("contains", "startswith", "endswith"))) + " " + pick(TEXTS);
        };
    }

    private String operand(int depth) {
        return switch (random.nextInt(depth >= DEPTH_MAX ? 9 : 11)) {
            case 0, 1, 2 -> pick(NUMBERS);
            case 3, 4 -> pick(TEXTS);
            case 5, 6 -> pick(NAMES);
            case 7 -> pick(List.of("TRUE", "false", "True", "NULL"));
            case 8 -> pick(List.of("-", "+", "- -", "-+")) + pick(random.nextInt(4) > 0 ? NUMBERS : NAMES);
            case 9 -> "(" + condition(depth + 1) + ")";
            default -> "-(" + condition(depth + 1) + ")";
        };
    }

    private String bound(int depth) {
        return random.nextInt(4) > 0 ? pick(List.of("", "-")) + pick(NUMBERS) : operand(depth);
    }

    private String texts() {
        StringBuilder texts = new StringBuilder("(");
        int more = random.nextInt(7);
        for (int i = 0; i <= more; i++) {
            texts.append(i == 0 ? "" : "," + blank());
            texts.append(random.nextInt(30) == 0 ? pick(NUMBERS) : pick(TEXTS));
        }
        return texts.append(")").toString();
    }

    private String damaged(String expression) {
        int at = random.nextInt(expression.length() + 1);
        int end = Math.min(expression.length(), at + random.nextInt(6));
        return switch (random.nextInt(4)) {
            case 0 -> expression.substring(0, at) + " " + pick(NOISE) + " " + expression.substring(at);
            case 1 -> expression.substring(0, at) + pick(NOISE) + expression.substring(end);
            case 2 -> expression.substring(0, at) + expression.substring(end);
            default -> expression + " " + pick(NOISE) + " " + pick(NOISE);
        };
    }

    private String word(String keyword) {
        return switch (random.nextInt(3)) {
            case 0 -> keyword.toUpperCase(java.util.Locale.ROOT);
            case 1 -> keyword.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + keyword.substring(1);
            default -> keyword;
        };
    }

    private String blank() {
        return pick(List.of(" ", " ", " ", "\t", "\n", " /* c */ ", " -- c\n", " -- c\r\n", "/***/ "));
    }

    private String pick(List<String> list) {
        return list.get(random.nextInt(list.size()));
    }
}
