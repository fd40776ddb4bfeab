package org.apogeemq.broker.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class NameCacheTest {
    private final NameCache names = new NameCache();

    @Test
    void theSameNameIsTheSameString() {
        assertThat(name("orders")).isEqualTo("orders").isSameAs(name("orders"));
        assertThat(name("Überweisung")).isEqualTo("Überweisung");
    }

    @Test
    void moreNamesThanItHoldsAreStillRight() {
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 10_000; i++) {
                assertThat(name("topic-" + i)).isEqualTo("topic-" + i);
            }
        }
    }

    private String name(String text) {
        byte[] bytes = ("##" + text).getBytes(StandardCharsets.UTF_8);
        return names.name(bytes, 2, bytes.length - 2);
    }
}
