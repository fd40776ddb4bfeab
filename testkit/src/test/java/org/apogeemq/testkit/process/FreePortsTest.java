package org.apogeemq.testkit.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class FreePortsTest {
    @Test
    void aBrokersPortIsFreeTogetherWithTheOneTwoBelow() throws IOException {
        int port = FreePorts.forBroker();
        try (var main = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
                var second = new ServerSocket(port - 2, 1, InetAddress.getLoopbackAddress())) {
            assertThat(main.getLocalPort() - second.getLocalPort()).isEqualTo(2);
        }
    }

    @Test
    void portsLieBelowThoseOfOutgoingConnections() {
        assertThat(FreePorts.one()).isBetween(10_000, 32_767);
    }
}
