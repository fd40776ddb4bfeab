package org.apogeemq.broker.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.apogeemq.testkit.time.ManualTime;
import org.junit.jupiter.api.Test;

class StatisticsTest {
    private static final String CLUSTER = "C1";

    private final ManualTime time = new ManualTime();
    private final Statistics statistics = new Statistics(time, time, 30);
    private final LoopTally tally = statistics.tally(Runnable::run);

    private Statistic find(String name, String key) {
        return statistics.find(name, key, CLUSTER);
    }

    private void second() {
        time.advance(Duration.ofSeconds(1));
    }

    @Test
    void whatIsStoredCountsForItsTopicItsQueueAndTheBrokerASecondLater() {
        tally.stored("orders", 3, 2, 400, 0);
        tally.stored("orders", 3, 1, 200, 0);
        tally.stored("orders", 0, 1, 100, 0);
        assertThat(find("TOPIC_PUT_NUMS", "orders")).isNull();
        second();
        assertThat(find("TOPIC_PUT_NUMS", "orders").minute().sum()).isEqualTo(4);
        assertThat(find("TOPIC_PUT_SIZE", "orders").minute().sum()).isEqualTo(700);
        assertThat(find("QUEUE_PUT_NUMS", "orders@3").day().sum()).isEqualTo(3);
        assertThat(find("QUEUE_PUT_SIZE", "orders@0").hour().sum()).isEqualTo(100);
        assertThat(find("BROKER_PUT_NUMS", CLUSTER).minute().sum()).isEqualTo(4);
        assertThat(find("TOPIC_PUT_NUMS", "orders").minute().perRequest())
                .as("messages a request")
                .isCloseTo(4 / 3.0, within(0.001));
    }

    @Test
    void whatAGroupGetsCountsForItAlone() {
        tally.handedOut("orders", "billing", 1, 32, 3_200, 0);
        tally.handedOut("orders", "audit", 1, 5, 500, 0);
        second();
        assertThat(find("GROUP_GET_NUMS", "orders@billing").minute().sum()).isEqualTo(32);
        assertThat(find("GROUP_GET_SIZE", "orders@audit").minute().sum()).isEqualTo(500);
        assertThat(find("QUEUE_GET_NUMS", "orders@1@billing").minute().sum()).isEqualTo(32);
        assertThat(find("BROKER_GET_NUMS", CLUSTER).minute().sum()).isEqualTo(37);
        assertThat(statistics.getsPerSecond("orders", "billing")).isEqualTo(3.2);
    }

    @Test
    void whatIsSentBackCountsAtOnce() {
        statistics.sentBack("orders", "billing");
        assertThat(find("SNDBCK_PUT_NUMS", "orders@billing").minute().sum()).isEqualTo(1);
    }

    @Test
    void aSteadyRateIsTheSameInAllWindows() {
        for (int i = 0; i < 7_200; i++) {
            tally.stored("orders", 0, 10, 1_000, 0);
            second();
        }
        Statistic orders = find("TOPIC_PUT_NUMS", "orders");
        assertThat(orders.minute().perSecond()).isCloseTo(10, within(0.2));
        assertThat(orders.hour().perSecond()).isCloseTo(10, within(0.1));
        assertThat(orders.day().perSecond()).isCloseTo(10, within(0.1));
        assertThat(orders.minute().sum()).isBetween(500L, 600L);
        assertThat(orders.hour().sum()).isBetween(30_000L, 36_000L);
        assertThat(orders.day().sum()).isEqualTo(72_000);
        assertThat(statistics.putsPerSecond("orders")).isCloseTo(10, within(0.2));
    }

    @Test
    void aBurstFadesFromTheMinuteThenTheHourThenTheDay() {
        tally.stored("orders", 0, 600, 60_000, 0);
        second();
        time.advance(Duration.ofSeconds(61));
        assertThat(find("TOPIC_PUT_NUMS", "orders").minute()).isEqualTo(Figure.NONE);
        assertThat(find("TOPIC_PUT_NUMS", "orders").hour().sum()).isEqualTo(600);
        time.advance(Duration.ofMinutes(71));
        assertThat(find("TOPIC_PUT_NUMS", "orders").hour()).isEqualTo(Figure.NONE);
        assertThat(find("TOPIC_PUT_NUMS", "orders").day().sum()).isEqualTo(600);
        assertThat(find("QUEUE_PUT_NUMS", "orders@0"))
                .as("of queues no longer than an hour")
                .isNull();
        time.advance(Duration.ofDays(1));
        assertThat(find("TOPIC_PUT_NUMS", "orders")).as("forgotten").isNull();
        assertThat(statistics.size()).isZero();
    }

    @Test
    void aBurstOfASecondIsNoHigherRateThanOverTenSeconds() {
        tally.stored("orders", 0, 100, 10_000, 0);
        second();
        assertThat(find("TOPIC_PUT_NUMS", "orders").minute().perSecond()).isEqualTo(10);
    }

    @Test
    void whatWasNeverCountedOrIsNoNameIsNotThere() {
        tally.stored("orders", 0, 1, 100, 0);
        second();
        assertThat(find("TOPIC_PUT_NUMS", "others")).isNull();
        assertThat(find("TOPIC_PUT_NUMBERS", "orders")).isNull();
        assertThat(find("GROUP_GET_NUMS", "orders")).isNull();
        assertThat(find("QUEUE_PUT_NUMS", "orders@zero")).isNull();
        assertThat(find("BROKER_PUT_NUMS", "orders")).isNull();
    }

    @Test
    void thereAreNoMoreSeriesThanWasSaidAndQueuesGoWithoutFirst() {
        for (int i = 0; i < 25; i++) {
            tally.stored("topic" + i, i, 1, 100, 0);
        }
        second();
        assertThat(statistics.size()).isLessThanOrEqualTo(30);
        assertThat(statistics.uncounted()).isPositive();
        assertThat(find("TOPIC_PUT_NUMS", "topic0").minute().sum()).isEqualTo(1);
        assertThat(find("BROKER_PUT_NUMS", CLUSTER).minute().sum()).isEqualTo(25);
        time.advance(Duration.ofHours(25));
        tally.stored("topic24", 0, 1, 100, 0);
        second();
        assertThat(find("QUEUE_PUT_NUMS", "topic24@0").minute().sum())
                .as("there is room again")
                .isEqualTo(1);
    }

    @Test
    void aTopicThatIsDeletedTakesItsFiguresAlong() {
        tally.stored("orders", 0, 1, 100, 0);
        tally.handedOut("orders", "billing", 0, 1, 100, 0);
        tally.stored("others", 0, 1, 100, 0);
        second();
        statistics.forgetTopic("orders");
        assertThat(find("TOPIC_PUT_NUMS", "orders")).isNull();
        assertThat(find("GROUP_GET_NUMS", "orders@billing")).isNull();
        assertThat(find("TOPIC_PUT_NUMS", "others")).isNotNull();
    }

    @Test
    void cellsThatAreNotUsedAreGivenUpWithoutLosingACount() {
        for (int i = 0; i < 10_000; i++) {
            tally.handedOut("orders", "group" + i, 0, 1, 100, 0);
        }
        second();
        tally.handedOut("orders", "group1", 0, 1, 100, 0);
        second();
        tally.handedOut("orders", "group1", 0, 1, 100, 0);
        second();
        assertThat(find("GROUP_GET_NUMS", "orders@group1").minute().sum()).isEqualTo(3);
        assertThat(find("BROKER_GET_NUMS", CLUSTER).minute().sum()).isEqualTo(10_002);
    }

    @Test
    void anIdleLoopIsLeftAlone() {
        Queue<Runnable> tasks = new ArrayDeque<>();
        LoopTally idle = statistics.tally(tasks::add);
        second();
        assertThat(tasks).isEmpty();
        idle.stored("orders", 0, 1, 100, 0);
        second();
        assertThat(tasks).hasSize(1);
        tasks.remove().run();
        second();
        assertThat(tasks).isEmpty();
    }

    @Test
    void howLongSendsAndReadsTookIsTheMeanOfTheRequestsOfAQueue() {
        tally.stored("orders", 3, 10, 1_000, 4);
        tally.stored("orders", 3, 1, 100, 8);
        tally.handedOut("orders", "billing", 3, 32, 3_200, 30);
        tally.handedOut("orders", "billing", 1, 32, 3_200, 0);
        time.advance(Duration.ofSeconds(1));
        Figure puts = statistics.find("TOPIC_PUT_LATENCY", "3@orders", "C1").minute();
        assertThat(puts.sum()).isEqualTo(12);
        assertThat(puts.perRequest()).isEqualTo(6);
        assertThat(statistics
                        .find("GROUP_GET_LATENCY", "3@orders@billing", "C1")
                        .minute()
                        .perRequest())
                .isEqualTo(30);
        assertThat(statistics
                        .find("GROUP_GET_LATENCY", "1@orders@billing", "C1")
                        .minute()
                        .sum())
                .isZero();
        assertThat(statistics.find("TOPIC_PUT_LATENCY", "orders", "C1")).isNull();
        time.advance(Duration.ofMinutes(2));
        assertThat(statistics
                        .find("TOPIC_PUT_LATENCY", "3@orders", "C1")
                        .minute()
                        .sum())
                .isZero();
    }
}
