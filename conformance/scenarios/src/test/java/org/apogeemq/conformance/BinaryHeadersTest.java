package org.apogeemq.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.apogeemq.conformance.clients.Clients;
import org.apogeemq.conformance.clients.ClientsOfTest;
import org.apogeemq.conformance.clients.Inbox;
import org.apogeemq.conformance.clients.RoundTripProgram;
import org.apogeemq.testkit.process.ApogeeProgram;
import org.apogeemq.testkit.process.ChildProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A client decides once for its whole process how it writes headers; so this one has a process of its own. */
@ExtendWith(ClientsOfTest.class)
class BinaryHeadersTest {
    private static final Duration LIMIT = Duration.ofSeconds(90);

    @Test
    void aClientThatWritesBinaryHeadersSendsAndReceives(Clients clients) {
        String topic = clients.topic(2);
        var command = List.of(
                ApogeeProgram.javaCommand(),
                "-Xmx96m",
                "-Duser.home=" + System.getProperty("user.home"),
                "-Drocketmq.serialize.type=ROCKETMQ",
                "-cp",
                System.getProperty("java.class.path"),
                RoundTripProgram.class.getName(),
                clients.server().nameServer(),
                topic);
        try (ChildProcess client = ChildProcess.start("binary-client", new ProcessBuilder(command))) {
            client.awaitLine(Pattern.compile("^all \\d+ messages came back"), LIMIT);
            assertThat(client.awaitExit(LIMIT)).isZero();
        }
        assertThat(Inbox.bodies(clients.readAll(topic))).hasSize(10);
    }
}
