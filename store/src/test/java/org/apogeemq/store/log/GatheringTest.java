package org.apogeemq.store.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.apogeemq.testkit.time.ManualTime;
import org.junit.jupiter.api.Test;

class GatheringTest {
    private final ManualTime time = new ManualTime();
    private final Positions positions = new Positions(0);
    private final Gathering gathering = new Gathering(positions, time);

    /** A force that has just ended. */
    private void forced(long bytes, Duration took) {
        long begun = time.monotonicNanos();
        time.advance(took);
        positions.appended(positions.appended() + bytes);
        positions.flushed(positions.appended());
        gathering.forced(bytes, begun);
    }

    private void append(long bytes) {
        positions.appended(positions.appended() + bytes);
    }

    @Test
    void thoseWhoWereJustAnsweredAreWaitedForAsLongAsTwoForcesTake() {
        forced(10_000, Duration.ofNanos(150_000));
        append(1_000);
        assertThat(gathering.leftNanos()).isEqualTo(300_000);
        time.advance(Duration.ofNanos(100_000));
        assertThat(gathering.leftNanos()).isEqualTo(200_000);
        time.advance(Duration.ofNanos(200_000));
        assertThat(gathering.leftNanos()).isNotPositive();
    }

    @Test
    void asMuchAsLastTimeIsForcedAtOnce() {
        forced(10_000, Duration.ofNanos(150_000));
        append(9_999);
        assertThat(gathering.leftNanos()).isPositive();
        append(1);
        assertThat(gathering.leftNanos()).isZero();
    }

    @Test
    void aSlowDiskPutsNothingOffByMoreThanAMillisecond() {
        forced(10_000, Duration.ofMillis(20));
        append(1);
        assertThat(gathering.leftNanos()).isEqualTo(1_000_000);
    }

    @Test
    void theFirstForceOfAllIsNotPutOff() {
        append(1);
        assertThat(gathering.leftNanos()).isNotPositive();
        gathering.await();
    }

    @Test
    void nobodyIsWokenForAWaitThatIsOver() {
        forced(10_000, Duration.ofNanos(150_000));
        append(20_000);
        gathering.await();
        assertThat(gathering.isEnough()).isFalse();
    }
}
