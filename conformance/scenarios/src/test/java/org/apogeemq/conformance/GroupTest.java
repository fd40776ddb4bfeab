package org.apogeemq.conformance;

import static org.apogeemq.conformance.clients.Clients.unique;
import static org.apogeemq.conformance.clients.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import org.apogeemq.conformance.clients.Clients;
import org.apogeemq.conformance.clients.ClientsOfTest;
import org.apogeemq.conformance.clients.Inbox;
import org.apogeemq.testkit.process.ApogeeProgram;
import org.apogeemq.testkit.process.ChildProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ClientsOfTest.class)
class GroupTest {
    @Test
    void twoMembersShareTheQueuesAndTheOneThatStaysTakesOver(Clients clients) {
        String topic = clients.topic(4);
        String group = unique("group");
        Inbox one = clients.consume(group, topic);
        Inbox other = clients.consume(group, topic);
        var producer = clients.producer();
        var sent = new ArrayList<String>();

        eventually(() -> {
            sent.addAll(Clients.send(producer, topic, "t", "shared" + sent.size() + "-", 8));
            assertThat(queuesOf(one, lastOf(sent, 8))).hasSize(2);
            assertThat(queuesOf(other, lastOf(sent, 8))).hasSize(2);
        });
        other.shutdown();
        sent.addAll(Clients.send(producer, topic, "t", "alone", 40));

        eventually(() -> assertThat(one.bodies()).containsAll(lastOf(sent, 40)));
        var received = new HashSet<>(one.bodies());
        received.addAll(other.bodies());
        assertThat(received).containsExactlyInAnyOrderElementsOf(sent);
    }

    @Test
    void theQueuesOfAMemberThatIsKilledAreTakenOver(Clients clients) {
        String topic = clients.topic(4);
        String group = unique("group");
        Inbox survivor = clients.consume(group, topic);
        var producer = clients.producer();
        try (ChildProcess victim = startConsumerProcess(clients, group, topic)) {
            Pattern received = Pattern.compile("^received shared");
            eventually(() -> {
                Clients.send(producer, topic, "t", "shared", 8);
                assertThat(victim.output()
                                .lines()
                                .anyMatch(line -> received.matcher(line).find()))
                        .isTrue();
            });
            victim.kill9();
        }
        List<String> afterwards = Clients.send(producer, topic, "t", "afterwards", 40);

        eventually(() -> assertThat(survivor.bodies()).containsAll(afterwards));
    }

    private static ChildProcess startConsumerProcess(Clients clients, String group, String topic) {
        var builder = new ProcessBuilder(
                ApogeeProgram.javaCommand(),
                "-Xmx64m",
                "-Duser.home=" + System.getProperty("user.home"),
                "-cp",
                System.getProperty("java.class.path"),
                ConsumerProgram.class.getName(),
                clients.server().nameServer(),
                group,
                topic);
        ChildProcess process = ChildProcess.start("consumer", builder);
        process.awaitLine(Pattern.compile("^consumer started"), Duration.ofSeconds(60));
        return process;
    }

    private static List<String> lastOf(List<String> texts, int count) {
        return texts.subList(Math.max(0, texts.size() - count), texts.size());
    }

    private static List<Integer> queuesOf(Inbox inbox, List<String> texts) {
        return inbox.messages().stream()
                .filter(message -> texts.contains(Inbox.body(message)))
                .map(message -> message.getQueueId())
                .distinct()
                .toList();
    }
}
