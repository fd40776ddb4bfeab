package org.apogeemq.broker.timer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Messages that wait for longer than the log keeps what is stored. */
class RollingTest extends TimedMessages {
    @Test
    void whatWaitsInSegmentsThatExpireIsWrittenAnewAndComesOnce() throws IOException {
        long due = in(100 * DAY);
        put(0, "delivered", in(SECOND));
        putTimed("recalled", due, "id-r");
        recall(due, "id-r");
        for (int i = 0; i < 40; i++) {
            put(i % 4, i + "-" + "x".repeat(60_000), due + i);
        }
        pass(2 * SECOND);
        assertThat(delivered()).containsExactly("0:delivered"); // it may expire with what follows
        expire(2 << 20);
        restart();
        deleteIndex();
        expire(4 << 20);
        jump(90 * DAY);
        pass(2 * SECOND);
        assertThat(messages("orders").stream()
                        .map(message -> new String(message.body(), UTF_8))
                        .filter(body -> body.contains("-")))
                .hasSize(40)
                .doesNotHaveDuplicates();
        assertThat(messages("orders").getLast().propertyMap()).containsKey("TIMER_ROLL_TIMES");
    }

    @Test
    void whatCannotBeWrittenAnewKeepsItsSegment() {
        for (int i = 0; i < 40; i++) {
            put(0, i + "-" + "x".repeat(60_000), in(100 * DAY));
        }
        timers.close(); // nobody is there to write it anew
        jump(5 * DAY);
        rooms.store.deleteExpired();
        for (int i = 0; i < 10; i++) {
            pass(10 * SECOND);
        }
        assertThat(rooms.store.log().minOffset()).isZero();
        begin();
        expire(1 << 20);
    }
}
