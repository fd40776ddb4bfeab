package org.apogeemq.filter;

import java.util.Locale;

/** What may stand with what. The answers are expressions, or say what is wrong where. */
final class Checks {
    private static final String NUMBER_OR_PROPERTY = "a number or a property; strings are compared by = and <> only";

    private final String text;

    Checks(String text) {
        this.text = text;
    }

    /** More help for what comes from other dialects of SQL. */
    static String hint(Token found) {
        return switch (found.text().toUpperCase(Locale.ROOT)) {
            case "LIKE" -> "; there is no LIKE, but CONTAINS, STARTSWITH and ENDSWITH";
            case "+", "-" -> "; there is no arithmetic";
            default -> "";
        };
    }

    /** {@code found} as something that can be true: a property alone is not, but may stand there. */
    Expression condition(Expression found) throws FilterSyntaxException {
        if (found.isCondition() || found instanceof Expression.Property) {
            return found;
        }
        throw expected(found, "a condition");
    }

    /** What IN asks for, whose {@code word} stands behind it. */
    Expression.Property property(Expression found, Token word) throws FilterSyntaxException {
        if (found instanceof Expression.Property property) {
            return property;
        }
        throw expected(found, "a property in front of " + word.kind());
    }

    /** {@code left = right}. */
    Expression equality(Expression left, Expression right) throws FilterSyntaxException {
        checkNotNull(left);
        checkNotNull(right);
        if (left instanceof Expression.Flag
                && (right instanceof Expression.Figure || right instanceof Expression.Text)) {
            throw expected(right, "TRUE, FALSE or a condition");
        }
        return new Expression.Comparison(left.at(), left, Order.EQUAL, right);
    }

    private void checkNotNull(Expression found) throws FilterSyntaxException {
        if (found instanceof Expression.Nothing) {
            throw expected(found, "a value; to ask for NULL write IS NULL or IS NOT NULL");
        }
    }

    /** {@code left > right} and the like. */
    Expression order(Expression left, Order order, Expression right) throws FilterSyntaxException {
        checkOrdered(left);
        checkOrdered(right);
        return new Expression.Comparison(left.at(), left, order, right);
    }

    /** {@code value [NOT] BETWEEN low AND high}. */
    Expression between(Expression value, Expression low, Expression high, boolean not) throws FilterSyntaxException {
        checkOrdered(value);
        checkOrdered(low);
        checkOrdered(high);
        boolean fixed = low instanceof Expression.Figure && high instanceof Expression.Figure;
        if (!not && fixed && Values.compare(figure(low), figure(high)) > 0) {
            throw FilterSyntaxException.at(
                    text,
                    low.at(),
                    "found the lower bound %s, expected at most the upper bound %s"
                            .formatted(figure(low), figure(high)));
        }
        return new Expression.Between(value.at(), value, low, high, not);
    }

    private static Number figure(Expression figure) {
        return ((Expression.Figure) figure).value();
    }

    private void checkOrdered(Expression found) throws FilterSyntaxException {
        if (found.isCondition() || found instanceof Expression.Text) {
            throw expected(found, NUMBER_OR_PROPERTY);
        }
    }

    Expression whole(Token found) throws FilterSyntaxException {
        String digits = found.text();
        char last = digits.charAt(digits.length() - 1);
        try {
            long value = Long.parseLong(last == 'l' || last == 'L' ? digits.substring(0, digits.length() - 1) : digits);
            Number figure = value == (int) value ? (Number) (int) value : (Number) value;
            return new Expression.Figure(found.at(), figure);
        } catch (NumberFormatException tooLarge) {
            throw outOfRange(found, "a whole number is at most " + Long.MAX_VALUE);
        }
    }

    Expression decimal(Token found) throws FilterSyntaxException {
        double value = Double.parseDouble(found.text());
        if (value == 0 || Double.isInfinite(value)) {
            throw outOfRange(
                    found, "a decimal number is in " + Double.MIN_VALUE + ".." + Double.MAX_VALUE + "; zero is 0");
        }
        return new Expression.Figure(found.at(), value);
    }

    private FilterSyntaxException outOfRange(Token found, String limit) {
        return FilterSyntaxException.at(text, found.at(), "found " + found.shown() + ", but " + limit);
    }

    private FilterSyntaxException expected(Expression found, String words) {
        return FilterSyntaxException.at(text, found.at(), "found " + shown(found) + ", expected " + words);
    }

    private static String shown(Expression found) {
        return switch (found) {
            case Expression.Figure figure -> "the number " + figure.value();
            case Expression.Text _ -> "a string";
            case Expression.Flag flag -> flag.value() ? "TRUE" : "FALSE";
            case Expression.Nothing _ -> "NULL";
            case Expression.Property property -> "the property " + property.name();
            case Expression.Negative _ -> "a number with a minus";
            case Expression.Not _,
                    Expression.All _,
                    Expression.Any _,
                    Expression.Comparison _,
                    Expression.IsNull _,
                    Expression.Between _,
                    Expression.OneOf _,
                    Expression.Holds _ -> "a condition";
        };
    }
}
