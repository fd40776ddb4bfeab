package org.apogeemq.filter;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads an expression by recursive descent, and refuses what can have no meaning. Lowest binding first: OR; AND; {@code
 * = <>} and IS; the other comparisons; NOT and signs. Confined to one thread.
 */
final class Parser {
    private static final String OPERAND = "a property, a number, a string, TRUE, FALSE, NOT, a sign or (";

    private final String text;
    private final Lexer lexer;
    private final Checks checks;
    private Token token;
    private int nesting;
    private int links;
    private int operands;

    Parser(String text) {
        this.text = text;
        this.lexer = new Lexer(text);
        this.checks = new Checks(text);
    }

    /** The condition that the text is. To be called once. */
    Expression parse() throws FilterSyntaxException {
        if (text.length() > Limits.CHARACTERS_MAX) {
            throw FilterSyntaxException.at(
                    text,
                    Limits.CHARACTERS_MAX,
                    "it has %d characters, at most %d are allowed".formatted(text.length(), Limits.CHARACTERS_MAX));
        }
        advance();
        Expression expression = or();
        if (!token.is(TokenKind.END) && !lexer.isLastComment(token.at())) {
            throw expected("AND, OR, a comparison or the end" + Checks.hint(token));
        }
        return checks.condition(expression);
    }

    /** Properties and constants that were read so far. */
    int operands() {
        return operands;
    }

    private Expression or() throws FilterSyntaxException {
        Expression first = and();
        if (!token.is(TokenKind.OR)) {
            return first;
        }
        List<Expression> terms = new ArrayList<>(List.of(checks.condition(first)));
        while (accept(TokenKind.OR)) {
            terms.add(checks.condition(and()));
        }
        return new Expression.Any(first.at(), terms);
    }

    private Expression and() throws FilterSyntaxException {
        Expression first = equality();
        if (!token.is(TokenKind.AND)) {
            return first;
        }
        List<Expression> terms = new ArrayList<>(List.of(checks.condition(first)));
        while (accept(TokenKind.AND)) {
            terms.add(checks.condition(equality()));
        }
        return new Expression.All(first.at(), terms);
    }

    private Expression equality() throws FilterSyntaxException {
        Expression left = comparison();
        while (true) {
            int at = left.at();
            if (accept(TokenKind.EQUAL)) {
                left = checks.equality(left, comparison());
            } else if (accept(TokenKind.NOT_EQUAL)) {
                left = new Expression.Not(at, checks.equality(left, comparison()));
            } else if (accept(TokenKind.IS)) {
                boolean not = accept(TokenKind.NOT);
                expect(TokenKind.NULL, not ? "NULL" : "NULL or NOT NULL");
                Expression isNull = new Expression.IsNull(at, left);
                left = not ? new Expression.Not(at, isNull) : isNull;
            } else {
                return left;
            }
            countLink();
        }
    }

    private Expression comparison() throws FilterSyntaxException {
        Expression left = unary();
        while (true) {
            Order order = order();
            if (order != null) {
                advance();
                left = checks.order(left, order, unary());
            } else if (accept(TokenKind.NOT)) {
                left = worded(left, true);
            } else if (isWorded()) {
                left = worded(left, false);
            } else {
                return left;
            }
            countLink();
        }
    }

    private Order order() {
        return switch (token.kind()) {
            case ABOVE -> Order.ABOVE;
            case AT_LEAST -> Order.AT_LEAST;
            case BELOW -> Order.BELOW;
            case AT_MOST -> Order.AT_MOST;
            default -> null;
        };
    }

    private boolean isWorded() {
        return switch (token.kind()) {
            case BETWEEN, IN, CONTAINS, STARTSWITH, ENDSWITH -> true;
            default -> false;
        };
    }

    /** A comparison that is a word, behind {@code left} and perhaps a NOT. */
    private Expression worded(Expression left, boolean not) throws FilterSyntaxException {
        Token word = token;
        if (!isWorded()) {
            throw expected("BETWEEN, IN, CONTAINS, STARTSWITH or ENDSWITH behind NOT" + Checks.hint(token));
        }
        advance();
        return switch (word.kind()) {
            case BETWEEN -> between(left, not);
            case IN -> new Expression.OneOf(left.at(), checks.property(left, word), texts(), not);
            case CONTAINS -> new Expression.Holds(left.at(), left, Search.ANYWHERE, text(), not);
            case STARTSWITH -> new Expression.Holds(left.at(), left, Search.AT_START, text(), not);
            default -> new Expression.Holds(left.at(), left, Search.AT_END, text(), not);
        };
    }

    private Expression between(Expression value, boolean not) throws FilterSyntaxException {
        Expression low = unary();
        expect(TokenKind.AND, "AND and the upper bound");
        return checks.between(value, low, unary(), not);
    }

    private List<String> texts() throws FilterSyntaxException {
        expect(TokenKind.OPEN, "( and strings");
        List<String> texts = new ArrayList<>();
        do {
            texts.add(text());
        } while (accept(TokenKind.COMMA));
        expect(TokenKind.CLOSE, ", or )");
        return texts;
    }

    private String text() throws FilterSyntaxException {
        return expect(TokenKind.TEXT, "a string").content();
    }

    private Expression unary() throws FilterSyntaxException {
        int at = token.at();
        if (++nesting > Limits.NESTING_MAX) {
            throw FilterSyntaxException.at(text, at, "nested deeper than " + Limits.NESTING_MAX);
        }
        Expression expression;
        if (accept(TokenKind.PLUS)) {
            expression = unary();
        } else if (accept(TokenKind.MINUS)) {
            expression = new Expression.Negative(at, unary());
        } else if (accept(TokenKind.NOT)) {
            expression = new Expression.Not(at, checks.condition(unary()));
        } else if (accept(TokenKind.OPEN)) {
            expression = or();
            expect(TokenKind.CLOSE, "AND, OR, a comparison or )" + Checks.hint(token));
        } else {
            expression = operand();
        }
        nesting--;
        return expression;
    }

    private Expression operand() throws FilterSyntaxException {
        Token found = token;
        Expression operand = switch (found.kind()) {
            case NAME -> new Expression.Property(found.at(), found.text());
            case TEXT -> new Expression.Text(found.at(), found.content());
            case WHOLE_NUMBER -> checks.whole(found);
            case DECIMAL_NUMBER -> checks.decimal(found);
            case TRUE, FALSE -> new Expression.Flag(found.at(), found.is(TokenKind.TRUE));
            case NULL -> new Expression.Nothing(found.at());
            default -> throw expected(OPERAND);
        };
        if (++operands > Limits.OPERANDS_MAX) {
            throw FilterSyntaxException.at(text, found.at(), "more than " + Limits.OPERANDS_MAX + " operands");
        }
        advance();
        return operand;
    }

    /** A comparison of comparisons is as deep as it is long. */
    private void countLink() throws FilterSyntaxException {
        boolean goesOn = token.is(TokenKind.EQUAL) || token.is(TokenKind.NOT_EQUAL) || token.is(TokenKind.IS);
        if ((goesOn || token.is(TokenKind.NOT) || isWorded()) && ++links > Limits.LINKS_MAX) {
            throw FilterSyntaxException.at(
                    text, token.at(), "more than " + Limits.LINKS_MAX + " comparisons of comparisons");
        }
    }

    private void advance() throws FilterSyntaxException {
        token = lexer.next();
    }

    private boolean accept(TokenKind kind) throws FilterSyntaxException {
        boolean there = token.is(kind);
        if (there) {
            advance();
        }
        return there;
    }

    private Token expect(TokenKind kind, String words) throws FilterSyntaxException {
        Token found = token;
        if (!found.is(kind)) {
            throw expected(words);
        }
        advance();
        return found;
    }

    private FilterSyntaxException expected(String words) {
        return FilterSyntaxException.at(text, token.at(), "found " + token.shown() + ", expected " + words);
    }
}
