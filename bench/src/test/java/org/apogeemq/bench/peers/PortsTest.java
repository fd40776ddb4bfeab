package org.apogeemq.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortsTest {
    @Test
    void aBlockWithATakenFastPortIsPassedOver() throws IOException {
        Ports first = Ports.free(41_000);
        try (ServerSocket taken = new ServerSocket()) {
            taken.bind(new InetSocketAddress(first.broker() - 2));

            assertThat(Ports.free(first.nameServer()).nameServer()).isGreaterThanOrEqualTo(first.next());
        }
    }
}
