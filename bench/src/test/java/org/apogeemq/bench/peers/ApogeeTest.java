package org.apogeemq.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApogeeTest {
    private static final Ports PORTS = new Ports(9876, 10911);
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    @Test
    void thePlaceholdersOfTheCommandAreFilled() {
        Apogee apogee = new Apogee(Apogee.COMMAND, folder);

        assertThat(apogee.words(folder, PORTS))
                .containsExactly(
                        "bin/apogee",
                        "up",
                        "--data",
                        folder.resolve("data").toString(),
                        "--nameserver-port",
                        "9876",
                        "--broker-port",
                        "10911");
    }

    @Test
    void aServerIsReadyWhenItSaysSoAndGoneWhenClosed() throws Exception {
        Path script = script("echo starting; echo 'Apogee ready in 12 ms'; exec sleep 60");
        RunningServer server = new Apogee("sh " + script, folder).start(folder, PORTS, Durability.MEMORY);

        server.awaitReady(LIMIT);
        server.close();

        assertThat(folder.resolve("apogee.out")).content().contains("starting", "ready in 12 ms");
        assertThat(ProcessHandle.current().children()).noneMatch(ProcessHandle::isAlive);
    }

    @Test
    void aServerThatEndsBeforeItIsReadyIsQuoted() throws Exception {
        Path script = script("echo 'port 9876 is taken'; exit 3");

        try (RunningServer server = new Apogee("sh " + script, folder).start(folder, PORTS, Durability.MEMORY)) {
            assertThatThrownBy(() -> server.awaitReady(LIMIT))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("port 9876 is taken");
        }
    }

    private Path script(String text) throws IOException {
        return Files.writeString(folder.resolve("server.sh"), text + "\n");
    }
}
