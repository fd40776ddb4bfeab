package org.apogeemq.broker.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apogeemq.broker.face.RefusedException;
import org.apogeemq.protocol.command.RemotingCommand;
import org.junit.jupiter.api.Test;

class HeldSendsTest {
    private static final int MIB = 1024 * 1024;

    private final HeldSends held = new HeldSends();

    @Test
    void sendsComeOutInTheirOrderAndTheTopicIsFreeAgain() {
        RemotingCommand first = send(1);
        RemotingCommand second = send(2);
        held.hold("orders", null, first);
        held.hold("orders", null, second);
        assertThat(held.isHeld("orders")).isTrue();
        assertThat(held.release("orders")).extracting(HeldSends.Held::request).containsExactly(first, second);
        assertThat(held.isHeld("orders")).isFalse();
    }

    @Test
    void bodiesAreHeldUpToALimitOverAllTopicsAndThenRefused() {
        for (int i = 0; i < 8; i++) {
            held.hold("topic-" + i, null, send(4 * MIB));
        }
        assertThatThrownBy(() -> held.hold("one-more", null, send(1)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("at most " + HeldSends.BODY_BYTES_MAX);
        assertThat(held.isHeld("one-more")).isFalse();
        held.release("topic-0");
        held.hold("topic-1", null, send(4 * MIB));
        assertThat(held.release("topic-1")).hasSize(2);
    }

    private static RemotingCommand send(int bodyBytes) {
        return RemotingCommand.request(310, Map.of(), new byte[bodyBytes]);
    }
}
