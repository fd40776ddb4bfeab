package org.apogeemq.cli.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apogeemq.cli.group.LagView.Moment;
import org.junit.jupiter.api.Test;

class LagViewTest {
    private static final long SECOND_NANOS = 1_000_000_000L;

    private static QueueLag queue(int queue, long end, long committed, long consumed) {
        return new QueueLag("orders", "broker-a", queue, end, committed, consumed);
    }

    private static Standing standing(String group, QueueLag... queues) {
        var builder = new Standing.Builder(group);
        List.of(queues).forEach(builder::queue);
        return builder.build();
    }

    private static Moment at(long seconds) {
        return new Moment(1_000_000 + seconds * 1_000, seconds * SECOND_NANOS);
    }

    @Test
    void theLargestLagStandsFirst() {
        var rows = new LagView()
                .ofQueues(standing("g", queue(0, 10, 10, 5), queue(1, 10, 2, 5), queue(2, 9, 8, 5)), at(0));
        assertThat(rows.stream().map(row -> row.what().queue())).containsExactly(1, 2, 0);
        assertThat(rows.get(0).in()).as("nothing to compare with yet").isNull();
    }

    @Test
    void theSecondLookKnowsWhatCameInAndWhatWasConsumed() {
        var view = new LagView();
        view.ofQueues(standing("g", queue(0, 100, 50, 1)), at(0));
        Standing later = standing("g", queue(0, 120, 110, 1));
        var rows = view.ofQueues(later, at(10));
        assertThat(rows.get(0).in()).isEqualTo(2.0);
        assertThat(rows.get(0).out()).isEqualTo(6.0);
        assertThat(LagView.headline(later, rows, at(10)))
                .contains("lag 10 in 1 queue, 0 clients")
                .contains("in 2.0/s, out 6.0/s, done in 2s");
    }

    @Test
    void aGroupThatLosesGroundIsNotSaidToBeDoneSoon() {
        assertThat(LagView.Row.untilDone(100, 5.0, 4.0)).isNull();
        assertThat(LagView.Row.untilDone(0, 4.0, 5.0)).isNull();
    }

    @Test
    void whoHasConsumedAllIsNotBehind() {
        assertThat(queue(0, 10, 10, 999_000).behind(1_000_000)).isNull();
        assertThat(queue(0, 10, 9, 999_000).behind(1_000_000)).isEqualTo(1_000);
        assertThat(queue(0, 10, 12, 999_000).lag()).isZero();
    }

    @Test
    void groupsAreComparedByAllTheirQueues() {
        var rows = new LagView()
                .ofGroups(
                        List.of(standing("a", queue(0, 5, 4, 0)), standing("b", queue(0, 5, 4, 0), queue(1, 9, 1, 0))),
                        at(0));
        assertThat(rows.stream().map(row -> row.what().group())).containsExactly("b", "a");
        assertThat(new Standing("a", List.of(), Map.of(), Map.of(), null, null).behind(5))
                .isNull();
    }
}
