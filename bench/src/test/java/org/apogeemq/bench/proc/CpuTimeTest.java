package org.apogeemq.bench.proc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class CpuTimeTest {
    private static final String STAT =
            "4242 (a (odd) name) S 1 4242 4242 0 -1 4194560 900 0 1 0 1234 567 0 0 20 0 41 0 8000 900 100";

    @Test
    void userAndSystemTimeAreReadBehindANameWithBlanksAndParentheses() throws IOException {
        CpuTime time = CpuTime.parse(STAT);

        assertThat(time).isEqualTo(new CpuTime(12.34, 5.67));
        assertThat(time.seconds()).isCloseTo(18.01, within(1e-9));
    }

    @Test
    void whatIsNotAStatLineIsRefused() {
        assertThatThrownBy(() -> CpuTime.parse("no such thing")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> CpuTime.parse("1 (short) S 1 2")).isInstanceOf(IOException.class);
    }

    @Test
    void theTimeOfThisProcessGrowsAsItWorks() throws IOException {
        long self = ProcessHandle.current().pid();

        CpuTime time = CpuTime.of(self);

        assertThat(time.seconds()).isPositive();
        assertThat(new ProcessGroup(List.of(self, self)).cpu().seconds()).isGreaterThanOrEqualTo(2 * time.seconds());
    }
}
