package org.apogeemq.broker.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apogeemq.broker.face.RefusedException;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private final Turns<String> turns = new Turns<>();

    @Test
    void changesOfOneThingWaitForEachOtherAndThoseOfOthersDoNot() {
        CompletableFuture<String> slow = new CompletableFuture<>();
        CompletableFuture<String> first = turns.take("a", () -> slow);
        CompletableFuture<String> second = turns.take("a", () -> CompletableFuture.completedFuture("second"));
        CompletableFuture<String> other = turns.take("b", () -> CompletableFuture.completedFuture("other"));
        assertThat(other).isCompletedWithValue("other");
        assertThat(second).isNotDone();
        slow.complete("first");
        assertThat(first).isCompletedWithValue("first");
        assertThat(second).isCompletedWithValue("second");
    }

    @Test
    void aChangeThatFailsOrThrowsHoldsUpNobody() {
        CompletableFuture<String> failed =
                turns.take("a", () -> CompletableFuture.failedFuture(new IllegalStateException("failed")));
        CompletableFuture<String> thrown = turns.take("a", () -> {
            throw new IllegalArgumentException("thrown");
        });
        assertThatThrownBy(failed::join).hasRootCauseMessage("failed");
        assertThatThrownBy(thrown::join).hasRootCauseMessage("thrown");
        assertThat(turns.take("a", () -> CompletableFuture.completedFuture("next")))
                .isCompletedWithValue("next");
    }

    @Test
    void tenThousandWhoWantTheSameThingMadeShareOneChange() {
        CompletableFuture<String> slow = new CompletableFuture<>();
        List<CompletableFuture<String>> wanted = new ArrayList<>();
        int[] made = new int[1];
        for (int i = 0; i < 10_000; i++) {
            wanted.add(turns.share("a", () -> {
                made[0]++;
                return slow;
            }));
        }
        slow.complete("made");
        assertThat(wanted).allSatisfy(outcome -> assertThat(outcome).isCompletedWithValue("made"));
        assertThat(made[0]).isEqualTo(1);
        assertThat(turns.share("a", () -> CompletableFuture.completedFuture("again")))
                .isCompletedWithValue("again");
    }

    @Test
    void aThousandChangesWaitAndDoNotFillTheStackAndNoMoreAreTaken() {
        CompletableFuture<String> slow = new CompletableFuture<>();
        List<CompletableFuture<String>> waiting = new ArrayList<>();
        turns.take("a", () -> slow);
        for (int i = 0; i < Turns.WAITING_MAX; i++) {
            waiting.add(turns.take("a", () -> CompletableFuture.completedFuture("done")));
        }
        assertThatThrownBy(() -> turns.take("a", () -> slow).join())
                .hasCauseInstanceOf(RefusedException.class)
                .hasMessageContaining("1000 changes of a are waiting already");
        slow.complete("first");
        assertThat(waiting).allSatisfy(outcome -> assertThat(outcome).isCompletedWithValue("done"));
    }
}
