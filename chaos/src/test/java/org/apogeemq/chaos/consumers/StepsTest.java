package org.apogeemq.chaos.consumers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.stream.IntStream;
import org.apogeemq.chaos.consumers.Steps.Step;
import org.apogeemq.chaos.consumers.Steps.What;
import org.junit.jupiter.api.Test;

class StepsTest {
    @Test
    void theSameSeedDrawsTheSameAndEverythingIsDrawn() {
        List<Step> steps = steps(new Steps(7, 4), 3);
        assertThat(steps).isEqualTo(steps(new Steps(7, 4), 3)).isNotEqualTo(steps(new Steps(8, 4), 3));
        assertThat(steps.stream().map(Step::what)).containsAll(EnumSet.allOf(What.class));
    }

    @Test
    void oneConsumerStaysAndThereAreNoMoreThanThereMayBe() {
        assertThat(steps(new Steps(7, 4), 1)).allMatch(step -> step.what() == What.JOINS);
        assertThat(steps(new Steps(7, 4), 4))
                .noneMatch(step -> step.what() == What.JOINS)
                .allMatch(step -> step.member() < 4);
    }

    private static List<Step> steps(Steps steps, int present) {
        return IntStream.range(0, 100).mapToObj(i -> steps.next(present)).toList();
    }
}
