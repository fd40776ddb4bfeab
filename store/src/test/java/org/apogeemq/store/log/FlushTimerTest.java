package org.apogeemq.store.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.apogeemq.testkit.time.ManualTime;
import org.junit.jupiter.api.Test;

class FlushTimerTest {
    private final ManualTime time = new ManualTime();
    private final Positions positions = new Positions(1_000);
    private int forces;

    private FlushTimer timer(int leastPages) {
        Flushing.Background rule = new Flushing.Background(Duration.ofMillis(500), leastPages, Duration.ofSeconds(10));
        return new FlushTimer(rule, positions, this::force, time, time);
    }

    private void force() {
        forces++;
        positions.flushed(positions.appended());
    }

    @Test
    void muchIsForcedWithTheNextInterval() {
        timer(4);
        positions.appended(4 * 4096 + 100); // the fourth page behind the one the flushed position is in
        time.advance(Duration.ofMillis(499));
        assertThat(forces).isZero();
        time.advance(Duration.ofMillis(1));
        assertThat(forces).isEqualTo(1);
    }

    @Test
    void littleWaitsForTheThoroughInterval() {
        timer(4);
        positions.appended(4 * 4096 - 1);
        time.advance(Duration.ofMillis(9_500));
        assertThat(forces).isZero();
        time.advance(Duration.ofMillis(500));
        assertThat(forces).isEqualTo(1);
        assertThat(positions.flushed()).isEqualTo(positions.appended());
    }

    @Test
    void anyByteIsMuchWhereNoPagesAreAskedFor() {
        timer(0);
        positions.appended(1_001);
        time.advance(Duration.ofMillis(500));
        assertThat(forces).isEqualTo(1);
    }

    @Test
    void nothingIsForcedWhereNothingWasAppended() {
        timer(0);
        time.advance(Duration.ofSeconds(60));
        assertThat(forces).isZero();
    }

    @Test
    void anotherRuleHoldsFromTheMomentItIsSet() {
        FlushTimer timer = timer(4);
        positions.appended(1_001);
        timer.change(new Flushing.Background(Duration.ofMillis(50), 0, Duration.ofSeconds(10)));
        time.advance(Duration.ofMillis(49));
        assertThat(forces).isZero();
        time.advance(Duration.ofMillis(1));
        assertThat(forces).isEqualTo(1);
        timer.close();
        timer.change(new Flushing.Background(Duration.ofMillis(10), 0, Duration.ofSeconds(10)));
        positions.appended(2_000);
        time.advance(Duration.ofSeconds(60));
        assertThat(forces).as("nothing after the end").isEqualTo(1);
    }

    @Test
    void nothingIsForcedAfterTheEnd() {
        timer(0).close();
        positions.appended(1 << 20);
        time.advance(Duration.ofSeconds(60));
        assertThat(forces).isZero();
    }

    @Test
    void settingsOutOfRangeAreNamed() {
        Duration second = Duration.ofSeconds(1);
        assertThatThrownBy(() -> new Flushing.Background(second, -1, second))
                .hasMessage("flushCommitLogLeastPages is -1, must be 0 or more");
        assertThatThrownBy(() -> new Flushing.Background(second, 4, Duration.ZERO))
                .hasMessage("flushCommitLogThoroughInterval is 0 ms, must be above 0");
        assertThatThrownBy(() -> new Flushing.Background(Duration.ZERO, 4, second))
                .hasMessage("flushIntervalCommitLog is 0 ms, must be above 0");
    }
}
