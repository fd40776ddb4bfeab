package org.apogeemq.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnnouncedTest {
    @ParameterizedTest
    @CsvSource({
        "queue.example.org,       queue.example.org, 10911",
        "203.0.113.7,             203.0.113.7,       10911",
        "203.0.113.7:30911,       203.0.113.7,       30911",
        "2001:db8::1,             [2001:db8::1],     10911",
        "[2001:db8::1],           [2001:db8::1],     10911",
        "[2001:db8::1]:30911,     [2001:db8::1],     30911",
    })
    void aHostIsTakenWithOrWithoutItsPort(String text, String host, int port) {
        assertThat(Announced.host(text, 10_911)).isEqualTo(new Announced(host, port, "--host"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", ":10911", "host:", "host:abc", "host:0", "host:70000"})
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> Announced.host(text, 10_911))
                .isInstanceOf(StartFailure.class)
                .hasMessage("--host is '" + text + "', must be HOST or HOST:PORT");
    }
}
