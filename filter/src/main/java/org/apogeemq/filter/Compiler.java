package org.apogeemq.filter;

import java.util.List;
import org.apogeemq.filter.Expression.Between;
import org.apogeemq.filter.Expression.Comparison;
import org.apogeemq.filter.Expression.Figure;
import org.apogeemq.filter.Expression.Flag;
import org.apogeemq.filter.Expression.Holds;
import org.apogeemq.filter.Expression.Negative;
import org.apogeemq.filter.Expression.Property;
import org.apogeemq.filter.Expression.Text;

/** Makes conditions of expressions: fast ones where a property meets a constant, general ones for the rest. */
final class Compiler {
    private Compiler() {}

    static Condition condition(Expression expression) {
        return switch (expression) {
            case Property property -> PropertyTests.alone(property.name());
            case Flag flag -> fixed(Truth.of(flag.value()));
            case Expression.Nothing _ -> fixed(Truth.UNKNOWN);
            case Expression.Not not -> negated(condition(not.of()));
            case Expression.All all -> new AllOf(conditions(all.of()));
            case Expression.Any any -> new AnyOf(conditions(any.of()));
            case Comparison comparison -> comparison(simple(comparison));
            case Between between -> between(between);
            case Expression.IsNull isNull ->
                isNull.of() instanceof Property property
                        ? PropertyTests.isNull(property.name())
                        : OperandTests.isNull(operand(isNull.of()));
            case Expression.OneOf oneOf -> PropertyTests.oneOf(oneOf.property().name(), oneOf.texts(), oneOf.not());
            case Holds holds -> holds(holds);
            case Figure _, Text _, Negative _ ->
                throw new IllegalStateException("no condition, but the parser took it for one: " + expression);
        };
    }

    private static Condition[] conditions(List<Expression> expressions) {
        return expressions.stream().map(Compiler::condition).toArray(Condition[]::new);
    }

    private static Condition fixed(Truth truth) {
        return (properties, at, length) -> truth;
    }

    private static Condition negated(Condition condition) {
        return (properties, at, length) ->
                condition.test(properties, at, length).negated();
    }

    private static Comparison simple(Comparison comparison) {
        return new Comparison(
                comparison.at(), simple(comparison.left()), comparison.order(), simple(comparison.right()));
    }

    /** A number behind a minus is one. */
    private static Expression simple(Expression expression) {
        if (expression instanceof Negative negative && simple(negative.of()) instanceof Figure figure) {
            return new Figure(negative.at(), (Number) Values.negated(figure.value()));
        }
        return expression;
    }

    private static Condition comparison(Comparison comparison) {
        Order order = comparison.order();
        boolean equal = order == Order.EQUAL;
        if (comparison.left() instanceof Property left) {
            switch (comparison.right()) {
                case Figure figure -> {
                    return PropertyTests.figure(left.name(), order, figure.value(), Truth.UNKNOWN);
                }
                case Text text -> {
                    return PropertyTests.text(left.name(), text.value(), Truth.UNKNOWN);
                }
                case Flag flag -> {
                    return PropertyTests.flag(left.name(), flag.value());
                }
                case Property right -> {
                    return PropertyTests.pair(left.name(), order, right.name());
                }
                default -> {}
            }
        } else if (comparison.right() instanceof Property right) {
            Truth ofAbsent = equal ? Truth.FALSE : Truth.UNKNOWN; // a value is known not to equal none
            if (comparison.left() instanceof Figure figure) {
                return PropertyTests.figure(right.name(), order.mirrored(), figure.value(), ofAbsent);
            }
            if (comparison.left() instanceof Text text) {
                return PropertyTests.text(right.name(), text.value(), ofAbsent);
            }
        }
        return OperandTests.comparison(operand(comparison.left()), order, operand(comparison.right()));
    }

    private static Condition between(Between between) {
        Expression value = between.value();
        Expression low = simple(between.low());
        Expression high = simple(between.high());
        boolean usual = value instanceof Property && low instanceof Figure && high instanceof Figure;
        if (!usual) {
            return between.outside()
                    ? OperandTests.outside(operand(value), operand(low), operand(high))
                    : OperandTests.between(operand(value), operand(low), operand(high));
        }
        int at = between.at();
        return between.outside()
                ? new AnyOf(
                        comparison(new Comparison(at, value, Order.BELOW, low)),
                        comparison(new Comparison(at, value, Order.ABOVE, high)))
                : new AllOf(
                        comparison(new Comparison(at, value, Order.AT_LEAST, low)),
                        comparison(new Comparison(at, value, Order.AT_MOST, high)));
    }

    private static Condition holds(Holds holds) {
        if (holds.text().isEmpty()) {
            return fixed(Truth.FALSE);
        }
        return holds.of() instanceof Property property
                ? PropertyTests.holds(property.name(), holds.where(), holds.text(), holds.not())
                : OperandTests.holds(operand(holds.of()), holds.where(), holds.text(), holds.not());
    }

    private static Operand operand(Expression expression) {
        return switch (expression) {
            case Figure figure -> Operand.constant(figure.value());
            case Text text -> Operand.constant(text.value());
            case Flag flag -> Operand.constant(flag.value());
            case Expression.Nothing _ -> Operand.constant(null);
            case Property property -> Operand.property(property.name());
            case Negative negative -> Operand.negated(operand(negative.of()));
            default -> Operand.of(condition(expression));
        };
    }
}
