package org.apogeemq.conformance.wire;

import static org.apogeemq.conformance.clients.Clients.unique;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apogeemq.conformance.clients.Clients;
import org.apogeemq.conformance.clients.ClientsOfTest;
import org.apogeemq.conformance.clients.Inbox;
import org.apogeemq.testkit.wire.WireClient;
import org.apogeemq.testkit.wire.WireFrame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ClientsOfTest.class)
class BrokenFramesTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final long SEED = 20261121;
    private static final int ROUTE = 105;
    private static final int NOT_SUPPORTED = 3;

    @Test
    void whoSendsABrokenFrameIsHungUpOnOrAnsweredAndNobodyElseNotices(Clients clients) {
        String topic = clients.topic(2);
        Inbox inbox = clients.consume(unique("group"), topic);
        var producer = clients.producer();
        List<String> before = Clients.send(producer, topic, "t", "before", 10);
        inbox.awaitExactly(before);

        for (String address : Addresses.all(clients.server())) {
            try (var neighbour = WireClient.connect(address)) {
                for (Map.Entry<String, byte[]> broken : BrokenFrames.all(SEED).entrySet()) {
                    assertThat(hangsUpOrAnswers(address, broken.getValue()))
                            .as("%s at %s is neither answered nor ends the connection", broken.getKey(), address)
                            .isTrue();
                    assertThat(neighbour
                                    .call(WireFrame.request(ROUTE, 7), LIMIT)
                                    .opaque())
                            .as("the neighbour's answer after: %s", broken.getKey())
                            .isEqualTo(7);
                }
            }
        }

        List<String> after = Clients.send(producer, topic, "t", "after", 10);
        inbox.awaitCount(20);
        assertThat(inbox.bodies()).containsAll(before).containsAll(after).hasSize(20);
    }

    @Test
    void aFrameWhoseRestNeverComesDoesNotHurtOthers(Clients clients) {
        for (String address : Addresses.all(clients.server())) {
            byte[] whole = WireFrame.request(ROUTE, 1, Map.of("topic", "T"), new byte[0])
                    .bytes();
            for (int cut = 1; cut < whole.length; cut += 9) {
                try (var client = WireClient.connect(address)) {
                    client.send(java.util.Arrays.copyOf(whole, cut));
                }
            }
            try (var client = WireClient.connect(address)) {
                assertThat(client.call(WireFrame.request(ROUTE, 1), LIMIT).isAnswer())
                        .isTrue();
            }
        }
    }

    @Test
    void aRequestThatComesByteByByteIsAnswered(Clients clients) {
        try (var client = WireClient.connect(clients.server().broker())) {
            for (byte single : WireFrame.request(999_999, 1).bytes()) {
                client.send(new byte[] {single});
            }
            assertThat(client.receive(LIMIT)).hasValueSatisfying(answer -> {
                assertThat(answer.opaque()).isEqualTo(1);
                assertThat(answer.code()).isEqualTo(NOT_SUPPORTED);
            });
        }
    }

    private static boolean hangsUpOrAnswers(String address, byte[] bytes) {
        try (var client = WireClient.connect(address)) {
            if (!client.trySend(bytes)) {
                return true;
            }
            client.endSending();
            return client.isClosedByPeer(LIMIT);
        }
    }
}
