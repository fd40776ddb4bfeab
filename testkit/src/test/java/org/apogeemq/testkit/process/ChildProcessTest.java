package org.apogeemq.testkit.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ChildProcessTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @Test
    void aLineIsFoundWhetherItCameBeforeOrAfterTheAsking() {
        try (ChildProcess child = shell("echo one; read ignored; echo two 22")) {
            assertThat(child.awaitLine(Pattern.compile("^one$"), LIMIT).group()).isEqualTo("one");
            assertThat(child.awaitLine(Pattern.compile("^one$"), LIMIT).group()).isEqualTo("one");
            assertThatThrownBy(() -> child.awaitLine(Pattern.compile("^two"), Duration.ofMillis(50)))
                    .hasMessageContaining("printed no line '^two' within 50 ms")
                    .hasMessageContaining("one");
        }
    }

    @Test
    void anEndBeforeTheLineIsToldWithTheOutput() {
        try (ChildProcess child = shell("echo out; echo oops >&2; exit 3")) {
            assertThatThrownBy(() -> child.awaitLine(Pattern.compile("^ready"), LIMIT))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("ended before")
                    .hasMessageContaining("out")
                    .hasMessageContaining("err| oops");
            assertThat(child.awaitExit(LIMIT)).isEqualTo(3);
        }
    }

    @Test
    void killEndsAProcessThatIgnoresTermination() {
        try (ChildProcess child = shell("trap '' TERM; echo deaf; while true; do read ignored || sleep 1; done")) {
            child.awaitLine(Pattern.compile("^deaf$"), LIMIT);
            child.terminate();
            child.kill9();
            assertThat(child.isAlive()).isFalse();
        }
    }

    private static ChildProcess shell(String script) {
        return ChildProcess.start("shell", new ProcessBuilder("sh", "-c", script));
    }
}
