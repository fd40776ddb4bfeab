package org.apogeemq.broker.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LatenciesTest {
    private static final long MILLI = 1_000_000;

    private final Latencies latencies = new Latencies();

    @Test
    void aShareOfThemWasDoneWithinAFigureThatIsAtMostAQuarterTooLarge() {
        latencies.add(MILLI, 980);
        latencies.add(20 * MILLI, 15);
        latencies.add(300 * MILLI, 5);
        assertThat(latencies.millis(0.5)).isBetween(1.0, 1.25);
        assertThat(latencies.millis(0.99)).isBetween(20.0, 25.0);
        assertThat(latencies.millis(0.999)).isBetween(300.0, 375.0);
    }

    @Test
    void rangesFollowOneAnotherWithoutGaps() {
        for (int range = 0; range < 100; range++) {
            long end = Latencies.endNanos(range);
            assertThat(Latencies.range(end - 1)).isEqualTo(range);
            assertThat(Latencies.range(end)).isEqualTo(range + 1);
        }
        assertThat(Latencies.range(Long.MAX_VALUE)).isLessThan(104);
        assertThat(Latencies.range(-5)).isZero();
    }

    @Test
    void whatIsOlderThanTwoMinutesDoesNotCount() {
        latencies.add(500 * MILLI, 10);
        latencies.turn();
        latencies.add(MILLI, 10);
        assertThat(latencies.millis(0.99)).isGreaterThan(400);
        latencies.turn();
        assertThat(latencies.millis(0.99)).isCloseTo(1, within(0.25));
        latencies.turn();
        assertThat(latencies.millis(0.99)).as("nothing").isZero();
        assertThat(latencies.between(0, 10_000)).as("since the start").isEqualTo(20);
    }
}
