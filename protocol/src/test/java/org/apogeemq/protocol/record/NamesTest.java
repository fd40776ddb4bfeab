package org.apogeemq.protocol.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class NamesTest {
    @Test
    void ordinaryNamesAndThoseOfRetriesAreAllowed() {
        for (String topic : List.of("orders", "a-b_c|d%e9", "t".repeat(127), "%RETRY%" + "g".repeat(248))) {
            assertThatCode(() -> Names.checkTopic(topic)).doesNotThrowAnyException();
        }
        assertThatCode(() -> Names.checkGroup("g".repeat(120))).doesNotThrowAnyException();
    }

    @Test
    void aRefusalNamesFieldValueAndRule() {
        assertThatThrownBy(() -> Names.checkTopic("a b"))
                .isInstanceOf(BadNameException.class)
                .hasMessage("topic 'a b' has the character ' ' at position 1, allowed are letters, digits and % | - _");
        assertThatThrownBy(() -> Names.checkTopic("t".repeat(128))).hasMessageContaining("128 characters");
        assertThatThrownBy(() -> Names.checkGroup("g".repeat(121))).hasMessageContaining("at most 120");
        assertThatThrownBy(() -> Names.checkGroup(null)).hasMessageContaining("group is blank");
        assertThatThrownBy(() -> Names.checkTopic("%RETRY%" + "g".repeat(249))).hasMessageContaining("at most 255");
    }

    @Test
    void systemTopicsAreKnownAndSomeAreClosedToClients() {
        assertThat(Names.isSystemTopic("rmq_sys_anything")).isTrue();
        assertThat(Names.isSystemTopic("orders")).isFalse();
        assertThat(Names.isClosedToClients("SCHEDULE_TOPIC_XXXX")).isTrue();
        assertThat(Names.isClosedToClients("TBW102")).isFalse();
        assertThat(Names.groupOf("%DLQ%g")).isEqualTo("g");
        assertThat(Names.groupOf(Names.retryTopic("g"))).isEqualTo("g");
    }

    @Test
    void queuesAreOrderedAsClientsOrderThem() {
        List<MessageQueue> queues = new ArrayList<>(Arrays.asList(
                new MessageQueue("b", "x", 0), new MessageQueue("a", "y", 10), new MessageQueue("a", "y", 2)));
        queues.sort(null);
        assertThat(queues).extracting(MessageQueue::queueId).containsExactly(2, 10, 0);
    }
}
