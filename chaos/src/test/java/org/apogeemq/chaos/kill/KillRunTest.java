package org.apogeemq.chaos.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The short form; the long one is {@code bin/chaos kill}. */
class KillRunTest {
    private static final int ROUNDS = 10;
    private static final long SEED = 11;

    @Test
    void nothingThatWasPromisedIsLostWhenTheProgramIsKilledAgainAndAgain() throws Exception {
        List<String> console = new ArrayList<>();
        var flush = List.of("ASYNC_FLUSH", "SYNC_FLUSH");
        var options = new Options(ROUNDS, ROUNDS / flush.size(), ROUNDS, SEED, 0, flush, null);

        assertThat(new KillRun(options, console::add).run())
                .as("%s", String.join(System.lineSeparator(), console))
                .isEmpty();
        assertThat(console).anyMatch(line -> line.contains(ROUNDS + " rounds"));
    }
}
