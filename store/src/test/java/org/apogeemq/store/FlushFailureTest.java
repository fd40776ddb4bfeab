package org.apogeemq.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.apogeemq.store.log.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The test's disk forgets, as Linux does, that it has still to write what a failed force was about. */
class FlushFailureTest {
    private static final Path NOTE = TestStore.ROOT.resolve("apogee/flush-failed");

    private final TestStore test = new TestStore().syncFlush();

    @BeforeEach
    void failOnce() {
        test.open();
        assertThat(test.send("orders", 0, "a")).isEqualTo(Outcome.STORED);
        test.disk.failForce(true);
        assertThat(test.send("orders", 0, "b")).isEqualTo(Outcome.WRITE_FAILED);
        test.disk.failForce(false);
    }

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void nothingIsAcceptedAfterAFailedForceThoughTheDiskWorksAgain() {
        assertThat(test.send("orders", 0, "c")).isEqualTo(Outcome.WRITE_FAILED);
        test.kill();
    }

    @Test
    void theNextStartWritesAgainWhatTheSystemTakesForWritten() {
        test.kill();
        assertThat(test.store.damage().isEmpty()).isTrue();
        assertThat(test.disk.exists(NOTE)).isFalse();
        assertThat(test.send("orders", 0, "c")).isEqualTo(Outcome.STORED);
        test.crashLosingAll();
        assertThat(test.store.damage().ranges()).isEmpty();
        assertThat(test.bodies("orders", 0)).containsExactly("a", "b", "c");
    }

    @Test
    void aDiskThatFailsAgainIsRefusedAndNothingForgotten() {
        test.disk.put(NOTE, "12".getBytes(US_ASCII)); // a force may fail here too
        test.disk.restartProcess();
        test.end();
        test.disk.failForce(true);
        assertThatThrownBy(test::open)
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("fails again")
                .hasMessageContaining("repair the disk");
        assertThat(test.disk.exists(NOTE)).isTrue();
        test.disk.failForce(false);
        test.disk.restartProcess();
        test.open();
        assertThat(test.bodies("orders", 0)).containsExactly("a", "b");
    }

    @Test
    void aNoteThatCannotBeReadMeansEverythingBehindTheCheckpoint() {
        test.disk.put(NOTE, (byte) 'x');
        test.kill();
        assertThat(test.send("orders", 0, "c")).isEqualTo(Outcome.STORED);
        test.crashLosingAll();
        assertThat(test.bodies("orders", 0)).containsExactly("a", "b", "c");
    }
}
