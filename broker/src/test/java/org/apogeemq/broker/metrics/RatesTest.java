package org.apogeemq.broker.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.apogeemq.testkit.time.ManualTime;
import org.junit.jupiter.api.Test;

class RatesTest {
    private final ManualTime time = new ManualTime();
    private final BrokerCounters counters = new BrokerCounters();
    private final Rates rates = new Rates(counters, time, time, RatesTest::day);

    @Test
    void aRateIsToldForTenSecondsAMinuteAndTenMinutes() {
        for (int second = 0; second < 600; second++) {
            counters.stored(10, 1_000);
            time.advance(Duration.ofSeconds(1));
        }
        assertThat(rates.text(CounterSample::putMessages)).isEqualTo("10.00 10.00 10.00 ");
        time.advance(Duration.ofSeconds(10));
        assertThat(rates.text(CounterSample::putMessages)).startsWith("0.00 8.33 ");
    }

    @Test
    void aYoungBrokerTellsAllThreeNumbers() {
        assertThat(rates.text(CounterSample::putMessages)).isEqualTo("0.00 0.00 0.00 ");
        counters.found(5, 500);
        time.advance(Duration.ofSeconds(5));
        assertThat(rates.text(CounterSample::getMessages)).isEqualTo("1.00 1.00 1.00 ");
        assertThat(rates.text(CounterSample::getFound)).isEqualTo("0.20 0.20 0.20 ");
    }

    @Test
    void whatWasCountedBeforeMidnightIsYesterdays() {
        counters.stored(3, 300);
        time.advance(Duration.ofDays(1));
        assertThat(rates.todayMorning().putMessages()).isEqualTo(3);
        assertThat(rates.yesterdayMorning().putMessages()).isZero();
        counters.stored(4, 400);
        time.advance(Duration.ofDays(1));
        assertThat(rates.todayMorning().putMessages()).isEqualTo(7);
        assertThat(rates.yesterdayMorning().putMessages()).isEqualTo(3);
    }

    private static LocalDate day(long wallMillis) {
        return LocalDate.ofInstant(Instant.ofEpochMilli(wallMillis), ZoneOffset.UTC);
    }
}
