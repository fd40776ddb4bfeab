package org.apogeemq.broker.pull;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WaitingPullsTest {
    @Test
    void aPullIsDueWithinTwoStepsBeforeItsTimeAndNeverLater() {
        var random = new Random(7);
        long now = 1_000_000;
        var waiting = new WaitingPulls(now);
        List<Long> deadlines = new ArrayList<>();
        for (int round = 0; round < 2_000; round++) {
            now += random.nextInt((int) WaitingPulls.STEP_MILLIS);
            PullCall call = waitingFor(random.nextInt(30_000) + 1_000);
            call.commitOffset = now + call.suspendMillis;
            waiting.add(call, now);
            deadlines.add(call.commitOffset);
            for (PullCall due : waiting.due(now)) {
                assertThat(due.commitOffset).isBetween(now, now + 2 * WaitingPulls.STEP_MILLIS);
                deadlines.remove(due.commitOffset);
            }
            long earliest = now;
            assertThat(deadlines).allMatch(deadline -> deadline > earliest);
        }
        assertThat(waiting.size()).isEqualTo(deadlines.size());
    }

    @Test
    void aPullThatComesAfterALongRestIsNotDueAtOnce() {
        var waiting = new WaitingPulls(0);
        long now = 10 * WaitingPulls.WAIT_MILLIS_MAX;
        waiting.add(waitingFor(15_000), now);
        assertThat(waiting.due(now)).isEmpty();
        assertThat(waiting.due(now + 14_000)).isEmpty();
        assertThat(waiting.due(now + 15_000)).hasSize(1);
    }

    @Test
    void aPullTakenOutIsNotDueAnyMore() {
        var waiting = new WaitingPulls(0);
        PullCall first = waitingFor(1_000);
        PullCall second = waitingFor(1_000);
        PullCall third = waitingFor(1_000);
        waiting.add(first, 0);
        waiting.add(second, 0);
        waiting.add(third, 0);
        waiting.remove(second);
        assertThat(waiting.due(1_000)).containsExactlyInAnyOrder(first, third);
        assertThat(waiting.size()).isZero();
    }

    private static PullCall waitingFor(long millis) {
        var call = new PullCall();
        call.suspendMillis = millis;
        return call;
    }
}
