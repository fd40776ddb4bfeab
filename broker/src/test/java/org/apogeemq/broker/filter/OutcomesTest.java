package org.apogeemq.broker.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.apogeemq.filter.Filter;
import org.apogeemq.filter.FilterSyntaxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is remembered of messages and expressions, against a map. */
class OutcomesTest {
    private static final int BLOCK = Outcomes.BLOCK_MESSAGES;
    private static final int MESSAGES = 5 * BLOCK;

    private static Filter filter(String expression) {
        try {
            return Filter.compile(expression);
        } catch (FilterSyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static Outcomes outcomes(OutcomeMemory memory) {
        return new QueueOutcomes(memory).of(filter("a = 1"), 0);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void whatWasNotedIsKnownAndNothingElse(long seed) {
        Random random = new Random(seed);
        Outcomes outcomes = outcomes(new OutcomeMemory(100L * OutcomeMemory.BLOCK_BYTES));
        Map<Long, Boolean> noted = new HashMap<>();
        for (int i = 0; i < 3_000; i++) {
            long from = random.nextInt(MESSAGES);
            int messages = random.nextInt(8) == 0 ? 1 + random.nextInt(200) : 1;
            for (int k = 0; k < messages; k++) {
                boolean passes = passes(from + k);
                outcomes.note(from + k, 1, passes);
                noted.put(from + k, passes);
            }
        }
        for (int i = 0; i < 2_000; i++) {
            long at = random.nextInt(MESSAGES);
            assertThat(outcomes.passes(at)).isEqualTo(noted.getOrDefault(at, false));
            assertThat(outcomes.fails(at)).isEqualTo(!noted.getOrDefault(at, true));
            long to = at + random.nextInt(300);
            assertThat(outcomes.candidate(at, to)).isEqualTo(first(at, to, noted, false));
            assertThat(outcomes.unknown(at, to)).isEqualTo(first(at, to, noted, true));
        }
    }

    private static boolean passes(long queueOffset) {
        return queueOffset * 31 % 7 == 0;
    }

    private static long first(long from, long to, Map<Long, Boolean> noted, boolean unknown) {
        for (long at = from; at < to; at++) {
            Boolean known = noted.get(at);
            if (unknown ? known == null : known == null || known) {
                return at;
            }
        }
        return to;
    }

    @Test
    void messagesOfOneRecordAreNotedTogetherAcrossTheEdgeOfABlock() {
        Outcomes outcomes = outcomes(new OutcomeMemory(100L * OutcomeMemory.BLOCK_BYTES));
        outcomes.note(BLOCK - 2, 4, false);

        assertThat(outcomes.candidate(BLOCK - 2, 3L * BLOCK)).isEqualTo(BLOCK + 2);
        assertThat(outcomes.unknown(BLOCK - 3, 3L * BLOCK)).isEqualTo(BLOCK - 3);
    }

    @Test
    void whatIsUsedStaysAndWhatIsNotMakesRoom() {
        OutcomeMemory memory = new OutcomeMemory(3L * OutcomeMemory.BLOCK_BYTES);
        Outcomes outcomes = outcomes(memory);
        outcomes.note(0, 1, false);
        for (int block = 1; block < 100; block++) {
            outcomes.note((long) block * BLOCK, 1, true);
            assertThat(outcomes.fails(0)).as("in use, at block %d", block).isTrue();
            assertThat(memory.size()).isLessThanOrEqualTo(3);
        }

        assertThat(outcomes.passes(50L * BLOCK)).isFalse();
        assertThat(outcomes.fails(50L * BLOCK)).isFalse();
    }

    @Test
    void expressionsWithWhichNobodyPullsAreForgotten() {
        OutcomeMemory memory = new OutcomeMemory(100L * OutcomeMemory.BLOCK_BYTES);
        QueueOutcomes queue = new QueueOutcomes(memory);
        Outcomes old = queue.of(filter("a = 1"), 1_000);
        old.note(5, 1, true);
        queue.of(filter("a = 2"), 2_000).note(5, 1, false);

        queue.forgetUnaskedSince(1_500);

        assertThat(queue.all()).extracting(Outcomes::filter).hasToString("[a = 2]");
        assertThat(memory.size()).isEqualTo(1);
        assertThat(queue.of(filter("a = 1"), 3_000).passes(5)).isFalse();
    }

    @Test
    void whoSendsAnotherExpressionWithEachPullTakesNoMoreThanHisShare() {
        OutcomeMemory memory = new OutcomeMemory(100L * OutcomeMemory.BLOCK_BYTES);
        QueueOutcomes queue = new QueueOutcomes(memory);
        for (int i = 0; i < QueueOutcomes.EXPRESSIONS_MAX; i++) {
            assertThat(queue.of(filter("a = " + i), i)).isNotNull();
        }

        assertThat(queue.of(filter("a = -1"), 100)).isNull();
        assertThat(memory.wasTight()).isTrue();
        assertThat(queue.of(filter("a IN ('" + "x".repeat(QueueOutcomes.CHARACTERS_MAX) + "')"), 100))
                .isNull();
    }
}
