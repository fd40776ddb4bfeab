package org.apogeemq.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apogeemq.cli.grammar.WrongUseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShownTest {
    private static final long NOW = 1_795_298_000_000L;

    @ParameterizedTest
    @CsvSource({"0, 0s", "59999, 59s", "61000, 1m 1s", "120000, 2m", "3600000, 1h", "5400000, 1h 30m", "90000000, 1d 1h"
    })
    void durationsAreShownInOneUnitOrTwo(long millis, String shown) {
        assertThat(Shown.duration(millis)).isEqualTo(shown);
    }

    @Test
    void numbersHaveSeparatorsAndOneDigitBehindThePoint() {
        assertThat(Shown.whole(1_234_567)).isEqualTo("1,234,567");
        assertThat(Shown.decimal(0.04)).isEqualTo("0.0");
        assertThat(Shown.decimal(1234.5)).isEqualTo("1,235");
    }

    @ParameterizedTest
    @CsvSource({"30s, 30", "5m, 300", "2h, 7200", "1d, 86400", "now, 0"})
    void aTimeMayBeSomeWhileAgo(String text, long seconds) {
        assertThat(Shown.millis("--to", text, NOW)).isEqualTo(NOW - seconds * 1_000);
    }

    @Test
    void aTimeMayBeWrittenAsItIsShown() {
        long second = NOW / 1_000 * 1_000;
        assertThat(Shown.millis("--to", Shown.time(second), NOW)).isEqualTo(second);
        assertThat(Shown.millis("--to", Shown.timeToMillis(NOW + 5), NOW)).isEqualTo(NOW + 5);
        assertThat(Shown.millis("--to", Long.toString(NOW), NOW)).isEqualTo(NOW);
        assertThat(Shown.millis("--to", "2026-11-21", NOW)).isEqualTo(Shown.millis("--to", "2026-11-21T00:00", NOW));
    }

    @Test
    void whatIsNoTimeIsRefusedWithWhatIs() {
        assertThatThrownBy(() -> Shown.millis("--to", "yesterday", NOW))
                .isInstanceOf(WrongUseException.class)
                .hasMessageContaining("--to is 'yesterday'")
                .hasMessageContaining("2h");
    }

    @ParameterizedTest
    @CsvSource({"rder, true", "order*, true", "*s, true", "o*s, true", "order, true", "mail, false", "*order, false"})
    void aPatternIsAPartOrHasStars(String pattern, boolean matches) {
        assertThat(ListOptions.matches(pattern, "orders")).isEqualTo(matches);
    }
}
