package org.apogeemq.broker.pull;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apogeemq.broker.Rooms;
import org.apogeemq.broker.filter.OutcomeMemory;
import org.apogeemq.broker.filter.Outcomes;
import org.apogeemq.broker.filter.QueueOutcomes;
import org.apogeemq.filter.Filter;
import org.apogeemq.store.queue.ConsumeQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages looked at before they are pulled. */
class LookAheadTest {
    private static final Duration PERIOD = Duration.ofSeconds(1);

    @TempDir
    Path folder;

    private final OutcomeMemory memory = new OutcomeMemory(1 << 20);
    private final QueueOutcomes known = new QueueOutcomes(memory);
    private Rooms rooms;
    private LookAhead ahead;
    private ConsumeQueue queue;

    @BeforeEach
    void open() {
        rooms = Rooms.open(folder);
        rooms.topics.createFromTemplate("orders", "TBW102", 1, 0).join();
        queue = rooms.topics.find("orders").queue(0);
        ahead = new LookAhead(rooms.store.log(), memory, rooms.time, rooms.time, Runnable::run);
    }

    @AfterEach
    void close() {
        rooms.close();
    }

    private Outcomes pulledWith(String expression) throws Exception {
        ahead.follow(queue, known);
        return known.of(Filter.compile(expression), rooms.time.monotonicNanos() / 1_000_000);
    }

    private void put(int from, int to) {
        for (int i = from; i < to; i++) {
            rooms.put("orders", 0, "m" + i, Map.of("n", Integer.toString(i)));
        }
    }

    @Test
    void itKnowsOfEachMessageWrittenSinceThePullWhetherItPasses() throws Exception {
        put(0, 10);
        Outcomes odd = pulledWith("n IN ('11', '13')");
        Outcomes above = pulledWith("n > 14");
        put(10, 20);
        rooms.time.advance(PERIOD);

        assertThat(odd.unknown(0, 20)).as("older ones are left to pulls").isZero();
        assertThat(odd.unknown(10, 20)).isEqualTo(20);
        assertThat(odd.candidate(10, 20)).isEqualTo(11);
        assertThat(odd.candidate(12, 20)).isEqualTo(13);
        assertThat(odd.candidate(14, 20)).isEqualTo(20);
        assertThat(above.candidate(10, 20)).isEqualTo(15);
        assertThat(above.passes(19)).isTrue();
    }

    @Test
    void itRestsWhileNothingIsWrittenAndForgetsWhoHasBeenAwayForADay() throws Exception {
        Outcomes outcomes = pulledWith("n > 14");
        put(0, 5);
        rooms.time.advance(LookAhead.INTEREST.minusHours(1));
        assertThat(ahead.size()).isEqualTo(1);
        assertThat(outcomes.fails(4)).isTrue();

        rooms.time.advance(Duration.ofHours(2));
        put(5, 6);
        rooms.time.advance(PERIOD);

        assertThat(ahead.size()).isZero();
        assertThat(outcomes.fails(5)).isFalse();
        assertThat(memory.size()).isZero();
    }

    @Test
    void aDeletedTopicIsForgotten() throws Exception {
        pulledWith("n > 14");
        put(0, 5);
        known.forget(); // what a queue does when it is removed
        rooms.topics.delete("orders").join();
        rooms.time.advance(Duration.ofMinutes(2));

        assertThat(ahead.size()).isZero();
        assertThat(memory.size()).isZero();
    }
}
