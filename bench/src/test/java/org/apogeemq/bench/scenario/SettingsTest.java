package org.apogeemq.bench.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SettingsTest {
    @Test
    void aSizeThatCannotBeIsRefusedByName() {
        assertThatThrownBy(() -> settings(0, 1024)).hasMessage("rounds is 0, must be 1 or more");
        assertThatThrownBy(() -> settings(1, 7)).hasMessageContaining("[7]").hasMessageContaining("8 bytes");
    }

    @Test
    void theFirstBodyIsTheMainOne() {
        assertThat(settings(1, 1024, 100).mainBody()).isEqualTo(1024);
    }

    @Test
    void sizesAreWrittenAsPeopleSayThem() {
        assertThat(Loads.size(1024)).isEqualTo("1 KiB");
        assertThat(Loads.size(100)).isEqualTo("100 B");
    }

    private static Settings settings(int rounds, Integer... bodies) {
        Duration second = Duration.ofSeconds(1);
        return new Settings(rounds, List.of(bodies), 10, 10, 10, 8, 4, 2, 100, second, second, second, second);
    }
}
