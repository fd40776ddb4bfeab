package org.apogeemq.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apogeemq.broker.group.GroupSettings;
import org.apogeemq.broker.pull.PullConfig;
import org.apogeemq.broker.role.RegistrationConfig;
import org.apogeemq.broker.send.SendConfig;
import org.apogeemq.broker.topic.TopicSettings;
import org.apogeemq.protocol.command.HeaderView;
import org.apogeemq.protocol.command.RemotingCommand;
import org.apogeemq.protocol.record.StoredMessage;
import org.apogeemq.remoting.ClientConfig;
import org.apogeemq.remoting.CommandHandler;
import org.apogeemq.remoting.Connection;
import org.apogeemq.remoting.EventLoops;
import org.apogeemq.remoting.RemotingClient;
import org.apogeemq.remoting.RemotingServer;
import org.apogeemq.remoting.ServerConfig;
import org.apogeemq.store.StoreConfig;
import org.apogeemq.store.disk.RealDisk;
import org.apogeemq.testkit.process.FreePorts;
import org.apogeemq.time.Entropy;
import org.apogeemq.time.SystemTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker on real sockets whose disk does not return a part of the log, nor of a queue. */
class UnreadableLogTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    private final SystemTime time = new SystemTime(failure -> {
        throw new AssertionError(failure);
    });
    private final EventLoops loops = EventLoops.start(1);
    private final FailingReads disk = new FailingReads(new RealDisk());
    private Broker broker;
    private RemotingServer server;
    private RemotingClient client;
    private String address;

    /** Wants nothing from the broker but answers. */
    private static final class Silent implements CommandHandler {
        private int opened;

        @Override
        public void opened(Connection connection) {
            opened++;
        }

        @Override
        public void request(Connection connection, HeaderView header, ByteBuffer body) {
            throw new AssertionError("asked by the broker");
        }

        @Override
        public void passEnd() {
            // nothing waits
        }

        @Override
        public void closed(Connection connection) {
            // nothing to forget
        }
    }

    private final Silent handler = new Silent();

    @BeforeEach
    void start() throws IOException {
        int port = FreePorts.forBroker();
        address = "127.0.0.1:" + port;
        var limits = StoreConfig.Limits.DEFAULT;
        var cold = new StoreConfig.Limits(0, limits.queues(), limits.snapshotInterval());
        var config = new BrokerConfig(
                StoreConfig.at(folder)
                        .with(new StoreConfig.Files(1 << 20, 6_000))
                        .with(cold),
                TopicSettings.defaults("bk-a", "C1"),
                GroupSettings.DEFAULTS,
                new SendConfig(4 << 20, "DefaultRegion", true, "C1", 0),
                new PullConfig(32, 256 << 10, 800, true, Duration.ofSeconds(1), true, true),
                new RegistrationConfig("C1", "bk-a", 0, null, port, port + 1, List.of(), Duration.ofSeconds(30), 6));
        var world = new Broker.World(disk, loops, time, time, Entropy.SYSTEM);
        broker = new Broker(config, world, local -> local, new NoSettings());
        var where = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        server = RemotingServer.start(new ServerConfig(List.of(where)), broker.handlers(), time, time);
        client = new RemotingClient(ClientConfig.DEFAULT, loops, loop -> handler, time, time);
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
        broker.close();
        loops.close();
        time.close();
    }

    @Test
    void whoPullsIsToldOthersAndOtherQueuesGoOn() throws IOException {
        send("orders", "first");
        send("orders", "second");
        send("bills", "third");
        Path log = folder.resolve("commitlog/00000000000000000000");
        disk.fail(log, new String(Files.readAllBytes(log), StandardCharsets.ISO_8859_1).indexOf("first"));

        RemotingCommand refused = pull("orders", 0);
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.remark())
                .contains("the disk does not return what queue 0 of orders holds from 0 on")
                .contains("input/output error")
                .contains("pull again");
        assertThat(bodies(pull("orders", 1))).containsExactly("second");
        assertThat(bodies(pull("bills", 0))).containsExactly("third");
        send("orders", "fourth");
        assertThat(figures()).contains("\"getMessageUnreadable\":\"1\"", "\"getMessageDamagedSkipped\":\"0\"");

        disk.heal();
        assertThat(bodies(pull("orders", 0))).containsExactly("first", "second", "fourth");
        assertThat(handler.opened).as("connections").isEqualTo(1);
    }

    private void send(String topic, String text) {
        Map<String, String> fields = new HashMap<>(Map.of("a", "P", "b", topic, "c", "TBW102", "d", "1", "e", "0"));
        fields.putAll(Map.of("f", "0", "g", "1795168534309", "h", "0", "i", "", "j", "0", "k", "false"));
        fields.put("m", "false");
        assertThat(ask(310, fields, text).code()).isZero();
    }

    private RemotingCommand pull(String topic, long offset) {
        Map<String, String> fields =
                new HashMap<>(Map.of("consumerGroup", "G", "topic", topic, "queueId", "0", "sysFlag", "4"));
        fields.putAll(Map.of("queueOffset", "" + offset, "maxMsgNums", "32", "commitOffset", "0"));
        fields.putAll(Map.of("suspendTimeoutMillis", "0", "subVersion", "0", "subscription", "*"));
        return ask(11, fields, null);
    }

    private static List<String> bodies(RemotingCommand answer) {
        assertThat(answer.remark()).isEqualTo("FOUND");
        return StoredMessage.decodeAll(answer.bodyBuffer()).stream()
                .map(message -> new String(message.body(), StandardCharsets.UTF_8))
                .toList();
    }

    private String figures() {
        return new String(ask(28, Map.of(), null).body(), StandardCharsets.UTF_8);
    }

    private RemotingCommand ask(int code, Map<String, String> fields, String text) {
        byte[] body = text == null ? null : text.getBytes(StandardCharsets.UTF_8);
        return client.call(address, RemotingCommand.request(code, fields, body), TIMEOUT)
                .join();
    }

    private record NoSettings() implements Broker.Settings {
        @Override
        public String text() {
            return "";
        }

        @Override
        public void change(String lines, Consumer<BrokerConfig> taker) {
            throw new IllegalArgumentException("nothing can be changed");
        }
    }
}
