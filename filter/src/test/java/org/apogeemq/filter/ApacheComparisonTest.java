package org.apogeemq.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.EnumMap;
import java.util.Map;
import org.apache.rocketmq.filter.expression.BooleanExpression;
import org.apache.rocketmq.filter.expression.EvaluationContext;
import org.apache.rocketmq.filter.expression.MQFilterException;
import org.apache.rocketmq.filter.parser.SelectorParser;
import org.junit.jupiter.api.Test;

/**
 * What Apache's own library says of an expression and a message, ours says too; by chance, from a seed. More with
 * {@code -Dexpressions=}.
 */
class ApacheComparisonTest {
    private static final long SEED = 20_261_121;
    private static final int EXPRESSIONS = Integer.getInteger("expressions", 8_000);
    private static final int MESSAGES = 6;

    private final Map<Truth, Integer> seen = new EnumMap<>(Truth.class);
    private int refusedByBoth;
    private int endedByApache;

    @Test
    void resultsAreThoseOfApache() {
        for (int i = 0; i < EXPRESSIONS; i++) {
            var chance = new RandomExpressions(SEED + i);
            String expression = chance.expression();
            try {
                compare(expression, chance);
            } catch (AssertionError difference) {
                throw new AssertionError("seed %d, expression: %s".formatted(SEED + i, expression), difference);
            }
        }
        // Else the generator would have lost something that matters.
        assertThat(seen).as("outcomes").hasSize(Truth.values().length);
        assertThat(seen.values()).as("outcomes: %s", seen).allMatch(count -> count > EXPRESSIONS / 10);
        assertThat(refusedByBoth).as("refused by both").isGreaterThan(EXPRESSIONS / 10);
        assertThat(endedByApache).as("text behind the end").isGreaterThan(EXPRESSIONS / 100);
    }

    private void compare(String expression, RandomExpressions chance) {
        BooleanExpression theirs = theirs(expression);
        Filter ours = ours(expression, theirs != null);
        if (theirs == null || ours == null) {
            assertThat(ours).as("Apache refuses, ours is").isNull();
            assertThat(theirs).as("ours refuses, Apache's is").isNull();
            refusedByBoth++;
            return;
        }
        for (int i = 0; i < MESSAGES; i++) {
            Map<String, String> properties = chance.properties();
            Truth truth = evaluate(theirs, properties);
            assertThat(Messages.evaluate(ours, properties))
                    .as("message %s", properties)
                    .isEqualTo(truth);
            seen.merge(truth, 1, Integer::sum);
        }
    }

    private static BooleanExpression theirs(String expression) {
        try {
            return SelectorParser.parse(expression);
        } catch (MQFilterException refused) {
            return null;
        }
    }

    /**
     * Apache's parser stops behind the first whole expression and says nothing of what follows. Ours refuses that; up
     * to the place it names, both must be the same.
     */
    private Filter ours(String expression, boolean allowEnd) {
        try {
            return Filter.compile(expression);
        } catch (FilterSyntaxException refused) {
            if (!allowEnd) {
                return null;
            }
            endedByApache++;
            return upTo(refused, expression);
        }
    }

    private static Filter upTo(FilterSyntaxException refused, String expression) {
        try {
            return Filter.compile(expression.substring(0, refused.offset()));
        } catch (FilterSyntaxException again) {
            return fail("Apache accepts what ours refuses: " + refused.getMessage(), again);
        }
    }

    private static Truth evaluate(BooleanExpression expression, Map<String, String> properties) {
        try {
            Object result = expression.evaluate(new Context(properties));
            return result == null ? Truth.UNKNOWN : Truth.of((Boolean) result);
        } catch (Exception fault) {
            return Truth.FAULT;
        }
    }

    private record Context(Map<String, String> properties) implements EvaluationContext {
        @Override
        public Object get(String name) {
            return properties.get(name);
        }

        @Override
        public Map<String, Object> keyValues() {
            return Map.copyOf(properties);
        }
    }
}
