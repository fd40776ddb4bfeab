package org.apogeemq.remoting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apogeemq.protocol.command.FrameFormat;
import org.apogeemq.protocol.command.Frames;
import org.junit.jupiter.api.Test;

class HostilePeersTest {
    @Test
    void malformedFramesCloseTheirConnectionAndAreCounted() throws Exception {
        try (var server = new EchoServer();
                var other = server.peer()) {
            expectClose(server, ByteBuffer.allocate(8).putInt(3).putInt(0).array());
            expectClose(server, ByteBuffer.allocate(8).putInt(-1).putInt(0).array());
            expectClose(
                    server,
                    ByteBuffer.allocate(4).putInt(FrameFormat.FRAME_BYTES_MAX).array());
            expectClose(server, ByteBuffer.allocate(12).putInt(8).putInt(5).array());
            expectClose(
                    server,
                    ByteBuffer.allocate(400_000).putInt(399_996).putInt(300_000).array());
            expectClose(server, frame((byte) 0, "nonsense"));
            expectClose(server, frame((byte) 7, "{}"));
            expectClose(server, frame((byte) 1, "short"));
            expectClose(server, new byte[] {0x16, 3, 1, 2, 0, 1, 0, 1});
            RemotingMetrics metrics = server.server.metrics();
            assertThat(metrics.malformed(Malformation.FRAME_LENGTH)).isEqualTo(3);
            assertThat(metrics.malformed(Malformation.HEADER_LENGTH)).isEqualTo(2);
            assertThat(metrics.malformed(Malformation.HEADER)).isEqualTo(3);
            assertThat(metrics.malformed(Malformation.TLS)).isEqualTo(1);
            other.send(RawPeer.request(EchoHandler.ECHO, 1, null));
            assertThat(other.receive().opaque()).isEqualTo(1);
        }
    }

    private static byte[] frame(byte type, String header) {
        byte[] bytes = header.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + bytes.length)
                .putInt(4 + bytes.length)
                .putInt(FrameFormat.headerWord(type, bytes.length))
                .put(bytes)
                .array();
    }

    private static void expectClose(EchoServer server, byte[] bytes) throws IOException {
        try (var peer = server.peer()) {
            peer.send(bytes);
            assertThat(peer.isClosedByServer()).isTrue();
        }
    }

    @Test
    void goodFramesBeforeABadOneAreAnswered() throws Exception {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(Frames.encode(RawPeer.request(EchoHandler.ECHO, 1, null)));
        bytes.writeBytes(frame((byte) 9, "{}"));
        try (var server = new EchoServer();
                var peer = server.peer()) {
            peer.send(bytes.toByteArray());
            assertThat(peer.receive().opaque()).isEqualTo(1);
            assertThat(peer.isClosedByServer()).isTrue();
        }
    }

    @Test
    void whoAnnouncesMuchAndSendsLittleCostsLittle() throws Exception {
        try (var server = new EchoServer()) {
            List<RawPeer> liars = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                var liar = server.peer();
                liar.send(ByteBuffer.allocate(14)
                        .putInt(FrameFormat.FRAME_BYTES_MAX - 4)
                        .array());
                liars.add(liar);
            }
            await().until(() -> server.server.metrics().connectionsOpen() == 300);
            try (var honest = server.peer()) {
                honest.send(RawPeer.request(EchoHandler.ECHO, 1, null));
                assertThat(honest.receive().opaque()).isEqualTo(1);
            }
            assertThat(server.loops.usedDirectBytes()).isLessThan(16 * 1024 * 1024);
            for (RawPeer liar : liars) {
                liar.close();
            }
        }
    }

    @Test
    void whoDoesNotReadIsNotReadFromAndOthersDoNotNotice() throws Exception {
        try (var server = new EchoServer(ConnectionLimits.DEFAULT.withOutbound(256 * 1024, 8 * 1024 * 1024));
                var slow = new RawPeer(server.address(), 8 * 1024);
                var other = server.peer()) {
            for (int i = 0; i < 500; i++) {
                slow.send(RawPeer.request(EchoHandler.LARGE, i, null));
            }
            other.send(RawPeer.request(EchoHandler.ECHO, 1, null));
            assertThat(other.receive().opaque()).isEqualTo(1);
            for (int i = 0; i < 500; i++) {
                assertThat(slow.receive().opaque()).isEqualTo(i);
            }
            assertThat(server.server.metrics().slowReadersClosed()).isZero();
        }
    }

    @Test
    void whoLetsUnaskedAnswersPileUpIsClosed() throws Exception {
        var limits = ConnectionLimits.DEFAULT.withOutbound(64 * 1024, 512 * 1024);
        try (var server = new EchoServer(limits);
                var slow = new RawPeer(server.address(), 8 * 1024)) {
            var bytes = new ByteArrayOutputStream();
            byte[] large = new byte[1_000_000];
            for (int i = 0; i < 20; i++) {
                bytes.writeBytes(Frames.encode(RawPeer.request(EchoHandler.ECHO, i, large)));
            }
            var sender = new Thread(
                    () -> {
                        try {
                            slow.send(bytes.toByteArray());
                        } catch (IOException closed) {
                            Thread.currentThread().interrupt(); // ends with the connection
                        }
                    },
                    "sender");
            sender.start();
            await().until(() -> server.server.metrics().slowReadersClosed() == 1);
            await().until(() -> server.server.metrics().connectionsOpen() == 0);
            sender.join();
        }
    }

    @Test
    void whoIsSilentIsClosed() throws Exception {
        try (var server = new EchoServer(ConnectionLimits.DEFAULT.withIdle(Duration.ofMillis(240)));
                var peer = server.peer()) {
            assertThat(peer.isClosedByServer()).isTrue();
            await().until(() -> server.server.metrics().idleClosed() == 1);
        }
    }

    @Test
    void connectionsAboveTheLimitAreRefused() throws Exception {
        try (var server = new EchoServer(ConnectionLimits.DEFAULT.withConnectionsMax(1));
                var first = server.peer()) {
            first.send(RawPeer.request(EchoHandler.ECHO, 1, null));
            first.receive();
            try (var second = server.peer()) {
                assertThat(second.isClosedByServer()).isTrue();
            }
            assertThat(server.server.metrics().connectionsRefused()).isEqualTo(1);
            first.send(RawPeer.request(EchoHandler.ECHO, 2, null));
            assertThat(first.receive().opaque()).isEqualTo(2);
        }
    }

    @Test
    void randomBytesNeverHurtAnyoneElse() throws Exception {
        var random = new Random(11);
        byte[] good = Frames.encode(RawPeer.request(EchoHandler.ECHO, 1, new byte[50]));
        try (var server = new EchoServer();
                var other = server.peer()) {
            for (int i = 0; i < 400; i++) {
                byte[] bytes = random.nextBoolean() ? good.clone() : new byte[1 + random.nextInt(300)];
                for (int k = 0; k < 3; k++) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
                }
                try (var peer = server.peer()) {
                    peer.send(bytes);
                }
            }
            other.send(RawPeer.request(EchoHandler.ECHO, 1, null));
            assertThat(other.receive().opaque()).isEqualTo(1);
            await().until(() -> server.handlersOpen.get() == 1);
        }
    }
}
