package org.apogeemq.nameserver;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.DeflaterOutputStream;
import org.apogeemq.nameserver.wire.RouteAddresses;
import org.apogeemq.protocol.body.DataVersion;
import org.apogeemq.protocol.body.RegisterBrokerBody;
import org.apogeemq.protocol.body.TopicConfig;
import org.apogeemq.protocol.body.TopicConfigTable;
import org.apogeemq.protocol.body.TopicRouteData;
import org.apogeemq.protocol.command.RemotingCommand;
import org.apogeemq.protocol.command.RequestCodes;
import org.apogeemq.remoting.ClientConfig;
import org.apogeemq.remoting.EventLoops;
import org.apogeemq.remoting.RemotingClient;
import org.apogeemq.remoting.ServerConfig;
import org.apogeemq.testkit.time.ManualTime;
import org.apogeemq.time.SystemTime;

/** A name server whose time stands still, and clients with a connection each. */
final class NameServerFixture implements AutoCloseable {
    final ManualTime time = new ManualTime();
    final NameServer server;
    private final SystemTime clientTime = new SystemTime(failure -> {});
    private final EventLoops loops = EventLoops.start(1);
    private final String address;
    private final RemotingClient client = newClient();

    NameServerFixture() {
        this(null, Map.of(), RouteAddresses.AS_REGISTERED);
    }

    NameServerFixture(Path kvFile, Map<String, String> settings, RouteAddresses addresses) {
        var port = new ServerConfig(List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
        try {
            server = NameServer.start(
                    new NameServerConfig(port, kvFile, Duration.ofSeconds(5), settings), loops, time, time, addresses);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        address = "127.0.0.1:" + server.addresses().getFirst().getPort();
    }

    RemotingClient newClient() {
        return new RemotingClient(ClientConfig.DEFAULT, loops, clientTime, clientTime);
    }

    RemotingCommand call(int code, Map<String, String> fields, byte[] body) {
        return call(client, code, fields, body);
    }

    RemotingCommand call(RemotingClient by, int code, Map<String, String> fields, byte[] body) {
        try {
            return by.call(address, RemotingCommand.request(code, fields, body), Duration.ofSeconds(10))
                    .get(15, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException("call of " + code + " failed", e);
        }
    }

    void oneway(int code, Map<String, String> fields) {
        client.oneway(address, RemotingCommand.request(code, fields, null));
    }

    /** The route, or null. */
    TopicRouteData route(String topic) {
        RemotingCommand answer = call(RequestCodes.GET_ROUTEINFO_BY_TOPIC, Map.of("topic", topic), null);
        return answer.code() == 0 ? TopicRouteData.fromJson(answer.body()) : null;
    }

    RemotingCommand register(Broker broker, TopicConfigTable topics) {
        return register(client, broker, topics);
    }

    RemotingCommand register(RemotingClient by, Broker broker, TopicConfigTable topics) {
        return call(
                by, RequestCodes.REGISTER_BROKER, broker.fields(), new RegisterBrokerBody(topics, List.of()).toJson());
    }

    static TopicConfigTable topics(long version, String... names) {
        Map<String, TopicConfig> table = new LinkedHashMap<>();
        for (String name : names) {
            table.put(name, new TopicConfig(name, 4, 6));
        }
        return new TopicConfigTable(table, new DataVersion(version, 0, version));
    }

    record Broker(String name, long id, String address, Map<String, String> more) {
        Broker(String name, long id, String address) {
            this(name, id, address, Map.of());
        }

        Broker with(String key, String value) {
            Map<String, String> changed = new LinkedHashMap<>(more);
            changed.put(key, value);
            return new Broker(name, id, address, changed);
        }

        Map<String, String> fields() {
            Map<String, String> fields = new LinkedHashMap<>();
            fields.put("brokerName", name);
            fields.put("brokerAddr", address);
            fields.put("clusterName", "C1");
            fields.put("haServerAddr", address + "2");
            fields.put("brokerId", String.valueOf(id));
            fields.putAll(more);
            return fields;
        }
    }

    /** A compressed body laid out by hand. */
    static byte[] compressed(String version, List<String> topics) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(new DeflaterOutputStream(bytes))) {
            piece(out, version);
            out.writeInt(topics.size());
            for (String topic : topics) {
                piece(out, topic);
            }
            piece(out, "[]");
            out.writeInt(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void piece(DataOutputStream out, String text) throws IOException {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(utf8.length);
        out.write(utf8);
    }

    @Override
    public void close() {
        client.close();
        server.close();
        loops.close();
        clientTime.close();
    }
}
