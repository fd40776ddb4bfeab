package org.apogeemq.testkit.server;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apogeemq.testkit.process.ApogeeProcess;
import org.apogeemq.testkit.wire.WireClient;
import org.apogeemq.testkit.wire.WireFrame;

/**
 * A running name server with one broker, and the few admin requests that tests need to set their scene.
 *
 * @param nameServer {@code host:port}
 * @param broker {@code host:port} of the main port
 */
public record Server(String nameServer, String broker) {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int CREATE_TOPIC = 17;
    private static final int KEY_VALUE = 101;
    private static final int ROUTE = 105;
    private static final int CLUSTER = 106;
    private static final int TOPIC_NOT_EXIST = 17;
    private static final Pattern MASTER_ADDRESS = Pattern.compile("\"?0\"?\\s*:\\s*\"([^\"]+)\"");
    private static final int PERMISSION_ALL = 7;
    private static final int READ_AND_WRITE = 6;

    public Server {
        Objects.requireNonNull(nameServer, "nameServer");
        Objects.requireNonNull(broker, "broker");
    }

    /** The server that runs in {@code apogee}. */
    public static Server of(ApogeeProcess apogee) {
        return new Server(apogee.nameServerAddress(), apogee.brokerAddress());
    }

    /** The server behind a name server that knows exactly one broker. */
    public static Server behind(String nameServer) {
        try (var client = WireClient.connect(nameServer)) {
            String cluster = client.call(WireFrame.request(CLUSTER, 1), LIMIT).bodyText();
            Matcher address = MASTER_ADDRESS.matcher(cluster);
            if (!address.find()) {
                throw new IllegalStateException("name server " + nameServer + " knows no broker: " + cluster);
            }
            return new Server(nameServer, address.group(1));
        }
    }

    /** Makes a topic that can be read and written, and waits until the name server knows it. */
    public void createTopic(String topic, int queues) {
        createTopic(topic, queues, queues, READ_AND_WRITE);
    }

    /** Makes a topic whose queues others may inherit as the model of topics created automatically. */
    public void createModelTopic(String topic, int queues) {
        createTopic(topic, queues, queues, PERMISSION_ALL);
    }

    /**
     * Makes or changes a topic, and waits until the name server knows it.
     *
     * @param permission sum of 4 (read), 2 (write), 1 (inherit)
     */
    public void createTopic(String topic, int readQueues, int writeQueues, int permission) {
        create(topicFields(topic, readQueues, writeQueues, permission));
    }

    /**
     * Makes a topic that can be read and written, and waits until the name server knows it.
     *
     * @param attributes as administrators write them, {@code +key=value}
     */
    public void createTopic(String topic, int queues, String attributes) {
        Map<String, String> fields = topicFields(topic, queues, queues, READ_AND_WRITE);
        fields.put("attributes", attributes);
        create(fields);
    }

    private static Map<String, String> topicFields(String topic, int readQueues, int writeQueues, int permission) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("topic", topic);
        fields.put("defaultTopic", "TBW102");
        fields.put("readQueueNums", Integer.toString(readQueues));
        fields.put("writeQueueNums", Integer.toString(writeQueues));
        fields.put("perm", Integer.toString(permission));
        fields.put("topicFilterType", "SINGLE_TAG");
        fields.put("topicSysFlag", "0");
        fields.put("order", "false");
        return fields;
    }

    private void create(Map<String, String> fields) {
        String topic = fields.get("topic");
        try (var client = WireClient.connect(broker)) {
            WireFrame answer = client.call(WireFrame.request(CREATE_TOPIC, 1, fields, new byte[0]), LIMIT);
            if (answer.code() != 0) {
                throw new IllegalStateException(
                        "topic " + topic + " was refused: " + answer.code() + " " + answer.remark());
            }
        }
        Waiting.until("a route of topic " + topic, LIMIT, () -> route(topic).isPresent());
    }

    /** The route of a topic as the name server's JSON text; empty if it knows none. */
    public Optional<String> route(String topic) {
        try (var client = WireClient.connect(nameServer)) {
            WireFrame answer = client.call(
                    WireFrame.request(ROUTE, 1, Map.of("topic", topic, "acceptStandardJsonOnly", "true"), new byte[0]),
                    LIMIT);
            return switch (answer.code()) {
                case 0 -> Optional.of(answer.bodyText());
                case TOPIC_NOT_EXIST -> Optional.empty();
                default ->
                    throw new IllegalStateException(
                            "route of " + topic + " was refused: " + answer.code() + " " + answer.remark());
            };
        }
    }

    /** A value of the name server's table of keys and values; empty if there is none. */
    public Optional<String> keyValue(String namespace, String key) {
        try (var client = WireClient.connect(nameServer)) {
            var fields = Map.of("namespace", namespace, "key", key);
            WireFrame answer = client.call(WireFrame.request(KEY_VALUE, 1, fields, new byte[0]), LIMIT);
            return Optional.ofNullable(answer.fields().get("value"));
        }
    }
}
