package org.apogeemq.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FiguresTest {
    private static final Metric RATE = new Metric("async send, 1 KiB", "throughput", "messages/s");
    private static final Metric FAILED = new Metric("async send, 1 KiB", "failed", "messages");

    private final Figures figures = new Figures(List.of("left", "right"));

    @Test
    void theRatioComparesMedians() {
        List.of(30_000.0, 10_000.0, 20_000.0).forEach(value -> figures.add("left", RATE, value));
        List.of(9_000.0, 11_000.0).forEach(value -> figures.add("right", RATE, value));

        assertThat(figures.spread("left", RATE)).contains(new Spread(10_000, 20_000, 30_000));
        assertThat(figures.spread("right", RATE)).contains(new Spread(9_000, 10_000, 11_000));
        assertThat(figures.ratio(RATE, "right")).contains(2.0);
    }

    @Test
    void nothingIsComparedWithNothing() {
        figures.add("left", FAILED, 0);
        figures.add("right", FAILED, 0);
        figures.add("left", RATE, 1);

        assertThat(figures.ratio(FAILED, "right")).isEmpty();
        assertThat(figures.ratio(RATE, "right")).isEmpty();
    }

    @Test
    void anUnknownPeerIsRefused() {
        assertThatThrownBy(() -> figures.add("middle", RATE, 1)).hasMessageContaining("middle");
    }

    @Test
    void theTableShowsMedianSpreadAndRatio() {
        figures.add("left", RATE, 45_000);
        figures.add("right", RATE, 20_000);
        figures.add("right", RATE, 22_000);
        figures.add("left", FAILED, 0);

        assertThat(Table.of(figures).lines())
                .satisfiesExactly(
                        head -> assertThat(head).contains("left", "right").endsWith("/ right"),
                        scenario -> assertThat(scenario).isEqualTo("async send, 1 KiB"),
                        rate -> assertThat(rate)
                                .contains("45,000", "21,000 (20,000 .. 22,000)")
                                .endsWith("2.14"),
                        failed -> assertThat(failed)
                                .startsWith("  failed [messages]")
                                .endsWith("-"));
    }

    @Test
    void theJsonHoldsEveryRoundAndEscapesText() {
        figures.add("left", RATE, 1.5);
        figures.add("left", RATE, 2.5);

        String json = Json.of(Map.of("machine", "a \"fast\" one\n"), figures);

        assertThat(json)
                .contains("\"machine\": \"a \\\"fast\\\" one\\u000a\"")
                .contains("\"peer\": \"left\"", "\"median\": 2.0", "\"values\": [1.5, 2.5]")
                .doesNotContain("right");
    }
}
