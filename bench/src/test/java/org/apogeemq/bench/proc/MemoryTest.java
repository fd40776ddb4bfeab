package org.apogeemq.bench.proc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryTest {
    @Test
    void residentAndAnonymousMemoryAreReadInBytes() throws IOException {
        List<String> status = List.of("Name:\tjava", "VmRSS:\t  120000 kB", "RssAnon:\t   80000 kB", "Threads:\t30");

        assertThat(Memory.parse(status)).isEqualTo(new Memory(120_000L * 1024, 80_000L * 1024));
    }

    @Test
    void aMissingLineIsNamed() {
        assertThatThrownBy(() -> Memory.parse(List.of("VmRSS: 1 kB")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("RssAnon:");
    }
}
