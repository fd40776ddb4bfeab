package org.apogeemq.remoting;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apogeemq.protocol.command.FrameFormat;
import org.apogeemq.protocol.command.Frames;
import org.apogeemq.protocol.command.HeaderView;
import org.apogeemq.protocol.command.RemotingCommand;
import org.apogeemq.protocol.command.ResponseCodes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RequestsTest {
    private final EchoServer server = new EchoServer();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aRequestIsAnsweredWithItsOpaqueOnEveryPort() throws Exception {
        for (InetSocketAddress address : server.server.addresses()) {
            try (var peer = new RawPeer(address)) {
                peer.send(RawPeer.request(EchoHandler.ECHO, 42, new byte[] {1, 2, 3}));
                RemotingCommand answer = peer.receive();
                assertThat(answer.opaque()).isEqualTo(42);
                assertThat(answer.isResponse()).isTrue();
                assertThat(answer.ext()).containsEntry("size", "3");
                assertThat(answer.body()).containsExactly(1, 2, 3);
            }
        }
    }

    @Test
    void theAnswerHasTheFormOfTheRequest() throws Exception {
        try (var peer = server.peer()) {
            peer.send(new RemotingCommand(
                    EchoHandler.ECHO, 0, 513, 1, 0, FrameFormat.BINARY, null, Map.of("a", "b"), new byte[] {5}));
            RemotingCommand answer = peer.receive();
            assertThat(answer.serializeType()).isEqualTo(FrameFormat.BINARY);
            assertThat(answer.body()).containsExactly(5);
        }
    }

    @Test
    void aFrameMayComeByteByByte() throws Exception {
        byte[] frame = Frames.encode(RawPeer.request(EchoHandler.ECHO, 1, "slowly".getBytes(UTF_8)));
        try (var peer = server.peer()) {
            for (byte b : frame) {
                peer.send(new byte[] {b});
            }
            assertThat(peer.receive().body()).isEqualTo("slowly".getBytes(UTF_8));
        }
    }

    @Test
    void pipelinedRequestsInAnyCutsAreAllAnsweredInOrder() throws Exception {
        var random = new Random(7);
        var bytes = new ByteArrayOutputStream();
        List<byte[]> bodies = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            byte[] body = new byte[random.nextInt(10) == 0 ? random.nextInt(300_000) : random.nextInt(2_000)];
            random.nextBytes(body);
            bodies.add(body);
            bytes.writeBytes(Frames.encode(RawPeer.request(EchoHandler.ECHO, i, body)));
        }
        byte[] all = bytes.toByteArray();
        try (var peer = server.peer()) {
            var sender = new Thread(() -> sendInCuts(peer, all, new Random(8)), "sender");
            sender.start();
            for (int i = 0; i < bodies.size(); i++) {
                RemotingCommand answer = peer.receive();
                assertThat(answer.opaque()).isEqualTo(i);
                assertThat(answer.body() == null ? new byte[0] : answer.body()).isEqualTo(bodies.get(i));
            }
            sender.join();
        }
    }

    private static void sendInCuts(RawPeer peer, byte[] all, Random random) {
        try {
            for (int at = 0; at < all.length; ) {
                int count = Math.min(all.length - at, 1 + random.nextInt(random.nextBoolean() ? 10 : 200_000));
                peer.socket.getOutputStream().write(all, at, count);
                at += count;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void allRequestsOfOneSegmentBelongToOnePass() throws Exception {
        var bytes = new ByteArrayOutputStream();
        for (int i = 0; i < 10; i++) {
            bytes.writeBytes(Frames.encode(RawPeer.request(EchoHandler.AT_PASS_END, i, null)));
        }
        try (var peer = server.peer()) {
            peer.send(bytes.toByteArray());
            for (int i = 0; i < 10; i++) {
                assertThat(peer.receive().code()).isEqualTo(10);
            }
        }
    }

    @Test
    void aHandlerThatFailsIsAnsweredWithItsTextAndTheConnectionLives() throws Exception {
        try (var peer = server.peer()) {
            for (int code : new int[] {EchoHandler.FAIL, EchoHandler.FAIL_IN_BODY}) {
                peer.send(RawPeer.request(code, 5, null));
                RemotingCommand answer = peer.receive();
                assertThat(answer.opaque()).isEqualTo(5);
                assertThat(answer.code()).isEqualTo(ResponseCodes.SYSTEM_ERROR);
                assertThat(answer.remark()).isEqualTo("asked to fail");
            }
            peer.send(RawPeer.request(EchoHandler.ECHO, 6, null));
            assertThat(peer.receive().opaque()).isEqualTo(6);
            assertThat(server.server.metrics().handlerFailures()).isEqualTo(2);
        }
    }

    @Test
    void aOnewayRequestIsNotAnsweredEvenIfItFails() throws Exception {
        try (var peer = server.peer()) {
            peer.send(RawPeer.request(EchoHandler.FAIL, 1, null).asOneway());
            peer.send(RawPeer.request(EchoHandler.ECHO, 2, null));
            assertThat(peer.receive().opaque()).isEqualTo(2);
        }
    }

    @Test
    void anAnswerFromAnotherThreadGoesOut() throws Exception {
        try (var peer = server.peer()) {
            peer.send(RawPeer.request(EchoHandler.LATER, 9, null));
            assertThat(peer.receive().body()).containsExactly(7);
        }
    }

    @Test
    void aThousandConnectionsAreServedAndForgotten() throws Exception {
        List<RawPeer> peers = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            peers.add(server.peer());
        }
        for (int i = 0; i < peers.size(); i++) {
            peers.get(i).send(RawPeer.request(EchoHandler.ECHO, i, new byte[] {1}));
        }
        for (int i = 0; i < peers.size(); i++) {
            assertThat(peers.get(i).receive().opaque()).isEqualTo(i);
        }
        assertThat(server.server.metrics().connectionsOpen()).isEqualTo(1_000);
        for (RawPeer peer : peers) {
            peer.close();
        }
        await().until(() ->
                server.handlersOpen.get() == 0 && server.server.metrics().connectionsOpen() == 0);
    }

    @Test
    void aClientIsSeenByItsFourByteAddressOnTheWildcardToo() throws Exception {
        var seen = new CompletableFuture<Connection>();
        var any = new ServerConfig(List.of(new InetSocketAddress(0)));
        HandlerFactory handlers = loop -> new Watching(seen);
        try (var all = RemotingServer.start(any, server.loops, handlers, server.time, server.time);
                var peer = new RawPeer(new InetSocketAddress(
                        "127.0.0.1", all.addresses().get(0).getPort()))) {
            Connection connection = seen.get(10, TimeUnit.SECONDS);
            assertThat(connection.remoteAddress().getAddress()).isInstanceOf(Inet4Address.class);
            assertThat(connection.localAddress()).isEqualTo(peer.socket.getRemoteSocketAddress());
            assertThat(connection.remoteAddress()).isEqualTo(peer.socket.getLocalSocketAddress());
        }
    }

    /** Tells of the first connection. */
    private record Watching(CompletableFuture<Connection> seen) implements CommandHandler {
        @Override
        public void opened(Connection connection) {
            seen.complete(connection);
        }

        @Override
        public void request(Connection connection, HeaderView header, ByteBuffer body) {
            throw new IllegalStateException("nobody asks");
        }

        @Override
        public void passEnd() {
            throw new IllegalStateException("nobody asks");
        }

        @Override
        public void closed(Connection connection) {
            seen.cancel(false);
        }
    }

    @Test
    void aPortInUseIsNamed() {
        var taken = new ServerConfig(List.of(server.address()));
        assertThatThrownBy(() -> RemotingServer.start(
                        taken, server.loops, loop -> new UnknownRequests(), server.time, server.time))
                .isInstanceOf(BindException.class)
                .hasMessageContaining("cannot listen on " + server.address().getHostString() + ":"
                        + server.address().getPort());
    }
}
