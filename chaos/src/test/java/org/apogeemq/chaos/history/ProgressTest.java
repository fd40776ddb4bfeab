package org.apogeemq.chaos.history;

import static org.assertj.core.api.Assertions.assertThat;

import org.apogeemq.chaos.history.Violation.Kind;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private static final QueueName QUEUE = new QueueName("orders", 0);
    private static final long STORED_WITHIN = 100;

    private final Progress progress = new Progress(STORED_WITHIN);

    @Test
    void aKillMayTakeBackWhatWasJustCommitted() {
        commit(5, 1_000);
        commit(9, 1_950);
        progress.killed(2_000);

        assertThat(progress.restored(QUEUE, 5)).isNull();
    }

    @Test
    void aKillMustNotTakeBackWhatIsOlder() {
        commit(5, 1_000);
        progress.killed(2_000);

        assertThat(progress.restored(QUEUE, 4).kind()).isEqualTo(Kind.PROGRESS);
    }

    @Test
    void anOrderlyStopTakesNothingBack() {
        commit(9, 1_950);
        progress.stopped(2_000);

        assertThat(progress.restored(QUEUE, 5).kind()).isEqualTo(Kind.PROGRESS);
    }

    @Test
    void whatARestartHasShownIsNotTakenBackByTheNext() {
        commit(9, 1_950);
        progress.killed(2_000);
        assertThat(progress.restored(QUEUE, 9)).isNull();
        progress.killed(2_010);

        assertThat(progress.restored(QUEUE, 8).kind()).isEqualTo(Kind.PROGRESS);
    }

    @Test
    void progressNobodyMadeIsFound() {
        commit(5, 1_000);
        progress.killed(2_000);

        assertThat(progress.restored(QUEUE, 6).kind()).isEqualTo(Kind.PROGRESS);
    }

    private void commit(long offset, long nanos) {
        progress.committing(QUEUE, offset);
        progress.committed(QUEUE, offset, nanos);
    }
}
