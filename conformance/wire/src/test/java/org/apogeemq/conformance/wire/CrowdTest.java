package org.apogeemq.conformance.wire;

import static org.apogeemq.conformance.clients.Clients.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apogeemq.conformance.clients.Clients;
import org.apogeemq.conformance.clients.ClientsOfTest;
import org.apogeemq.conformance.clients.Inbox;
import org.apogeemq.testkit.wire.WireClient;
import org.apogeemq.testkit.wire.WireFrame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated
@ExtendWith(ClientsOfTest.class)
class CrowdTest {
    private static final int CONNECTIONS = 10_000;
    private static final int FILES_OF_OTHERS = 1_500;
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @Test
    void tenThousandIdleConnectionsAreHeldAndOthersGoOnAsBefore(Clients clients) throws Exception {
        assumeTrue(
                openFilesMax() >= CONNECTIONS + FILES_OF_OTHERS,
                () -> "only " + openFilesMax() + " open files are allowed here (ulimit -n): no room for " + CONNECTIONS
                        + " connections");
        String topic = clients.topic(2);
        Inbox inbox = clients.consume(unique("group"), topic);
        var producer = clients.producer();
        List<SocketChannel> idle = new ArrayList<>(CONNECTIONS);
        try {
            connect(clients.server().broker(), idle);
            inbox.awaitExactly(Clients.send(producer, topic, "t", "m", 100));
            try (var late = WireClient.connect(clients.server().broker())) {
                assertThat(late.call(WireFrame.request(9_999, 1), LIMIT).isAnswer())
                        .isTrue();
            }
            assertThat(idle).as("connections the server has closed").noneMatch(CrowdTest::isClosedByPeer);
        } finally {
            for (SocketChannel channel : idle) {
                channel.close();
            }
        }
    }

    private static void connect(String address, List<SocketChannel> idle) throws IOException {
        int colon = address.lastIndexOf(':');
        var target = new InetSocketAddress(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
        for (int i = 0; i < CONNECTIONS; i++) {
            idle.add(SocketChannel.open(target));
        }
    }

    private static boolean isClosedByPeer(SocketChannel channel) {
        try {
            channel.configureBlocking(false);
            return channel.read(ByteBuffer.allocate(1)) < 0;
        } catch (IOException e) {
            return true; // a reset is a close too
        }
    }

    private static long openFilesMax() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? system.getMaxFileDescriptorCount()
                : 0;
    }
}
