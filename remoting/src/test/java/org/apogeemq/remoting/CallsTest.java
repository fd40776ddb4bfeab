package org.apogeemq.remoting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apogeemq.protocol.command.HeaderView;
import org.apogeemq.protocol.command.RemotingCommand;
import org.apogeemq.protocol.command.ResponseCodes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CallsTest {
    private static final Duration LONG = Duration.ofSeconds(10);

    private final EchoServer server = new EchoServer();
    private final RemotingClient client =
            new RemotingClient(ClientConfig.DEFAULT, server.loops, server.time, server.time);

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    @Test
    void aCallIsAnswered() throws Exception {
        RemotingCommand answer =
                client.call(server.hostAndPort(), echo(new byte[] {1, 2}), LONG).get(10, TimeUnit.SECONDS);
        assertThat(answer.code()).isZero();
        assertThat(answer.body()).containsExactly(1, 2);
    }

    @Test
    void manyCallsShareOneConnection() throws Exception {
        List<CompletableFuture<RemotingCommand>> answers = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            answers.add(client.call(server.hostAndPort(), echo(new byte[] {(byte) i}), LONG));
        }
        for (int i = 0; i < 1_000; i++) {
            assertThat(answers.get(i).get(10, TimeUnit.SECONDS).body()).containsExactly((byte) i);
        }
        assertThat(client.metrics().connectionsAccepted()).isEqualTo(1);
    }

    @Test
    void aNameIsResolved() throws Exception {
        assertThat(client.call("localhost:" + server.address().getPort(), echo(null), LONG)
                        .get(10, TimeUnit.SECONDS)
                        .code())
                .isZero();
    }

    @Test
    void aCallWithoutAnswerTimesOut() {
        RemotingCommand silent = echo(null).asOneway(); // the server does not answer it
        assertThatThrownBy(() -> client.call(server.hostAndPort(), silent, Duration.ofMillis(100))
                        .get(10, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(CallTimeoutException.class);
        assertThat(client.metrics().callTimeouts()).isEqualTo(1);
    }

    @Test
    void callsInFlightFailWhenTheConnectionIsClosedAndTheNextOneConnectsAnew() throws Exception {
        Connection connection = client.connect(server.hostAndPort()).get(10, TimeUnit.SECONDS);
        var lost = connection.call(echo(null).asOneway(), LONG);
        connection.close("test");
        assertThatThrownBy(() -> lost.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(ConnectionClosedException.class);
        assertThatThrownBy(() -> connection.call(echo(null), LONG).get(10, TimeUnit.SECONDS))
                .hasCauseInstanceOf(ConnectionClosedException.class);
        assertThat(client.call(server.hostAndPort(), echo(null), LONG)
                        .get(10, TimeUnit.SECONDS)
                        .code())
                .isZero();
        assertThat(client.metrics().connectionsAccepted()).isEqualTo(2);
    }

    @Test
    void aServerThatIsNotThereIsNamed() throws Exception {
        int freePort;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            freePort = socket.getLocalPort();
        }
        assertThatThrownBy(() ->
                        client.call("127.0.0.1:" + freePort, echo(null), LONG).get(10, TimeUnit.SECONDS))
                .hasMessageContaining("127.0.0.1")
                .hasMessageContaining(String.valueOf(freePort));
        assertThatThrownBy(() -> client.call("nowhere", echo(null), LONG).get(10, TimeUnit.SECONDS))
                .hasMessageContaining("'nowhere' is not host:port");
    }

    @Test
    void aClientThatTakesNoRequestsSaysSo() throws Exception {
        var called = new CompletableFuture<RemotingCommand>();
        var any = List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        try (var caller = RemotingServer.start(
                new ServerConfig(any), server.loops, loop -> new CallingBack(called), server.time, server.time)) {
            var unused = client.connect("127.0.0.1:" + caller.addresses().get(0).getPort());
            RemotingCommand answer = called.get(10, TimeUnit.SECONDS);
            assertThat(answer.code()).isEqualTo(ResponseCodes.REQUEST_CODE_NOT_SUPPORTED);
            assertThat(answer.remark()).isEqualTo(" request type 39 not supported");
        }
    }

    private static RemotingCommand echo(byte[] body) {
        return RemotingCommand.request(EchoHandler.ECHO, Map.of(), body);
    }

    /** Calls everyone who connects. */
    private static final class CallingBack implements CommandHandler {
        private final CompletableFuture<RemotingCommand> answer;

        CallingBack(CompletableFuture<RemotingCommand> answer) {
            this.answer = answer;
        }

        @Override
        public void opened(Connection connection) {
            var call = connection.call(RemotingCommand.request(39, Map.of(), null), LONG);
            var unused = call.whenComplete((command, failure) -> {
                if (failure == null) {
                    answer.complete(command);
                } else {
                    answer.completeExceptionally(failure);
                }
            });
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
            answer.completeExceptionally(new IllegalStateException("closed"));
        }
    }
}
