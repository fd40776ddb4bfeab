package org.apogeemq.chaos.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.stream.IntStream;
import org.apogeemq.chaos.kill.Plan.End;
import org.apogeemq.chaos.kill.Plan.Round;
import org.junit.jupiter.api.Test;

class PlanTest {
    @Test
    void theSameSeedDrawsTheSame() {
        var one = new Plan(7);
        var other = new Plan(7);

        assertThat(one.settings("SYNC_FLUSH")).isEqualTo(other.settings("SYNC_FLUSH"));
        assertThat(rounds(one)).isEqualTo(rounds(other)).isNotEqualTo(rounds(new Plan(8)));
    }

    @Test
    void everyWayToEndIsDrawn() {
        assertThat(rounds(new Plan(7)).stream().map(Round::end)).containsAll(EnumSet.allOf(End.class));
    }

    private static List<Round> rounds(Plan plan) {
        return IntStream.range(0, 100).mapToObj(i -> plan.round()).toList();
    }
}
