package org.apogeemq.protocol.body;

import java.util.List;
import java.util.Map;
import org.apogeemq.protocol.json.Json;
import org.apogeemq.protocol.json.JsonException;
import org.apogeemq.protocol.json.JsonObject;
import org.apogeemq.protocol.json.JsonWriter;

/**
 * Where a topic lies (105).
 *
 * @param orderTopicConf {@code "bk-a:4;bk-b:4"}, or {@code null}; if present clients go by it alone
 * @param filterServerTable historic, empty; never null, for a null breaks clients
 */
public record TopicRouteData(
        String orderTopicConf,
        List<QueueData> queueDatas,
        List<BrokerData> brokerDatas,
        Map<String, List<String>> filterServerTable) {

    /** Copies the lists. */
    public TopicRouteData {
        queueDatas = List.copyOf(queueDatas);
        brokerDatas = List.copyOf(brokerDatas);
        filterServerTable = Ordered.copy(filterServerTable);
    }

    /** A route without order and filter servers. */
    public TopicRouteData(List<QueueData> queueDatas, List<BrokerData> brokerDatas) {
        this(null, queueDatas, brokerDatas, Map.of());
    }

    /** Reads a body. */
    public static TopicRouteData fromJson(byte[] body) {
        JsonObject json = Json.parseObject(body);
        return new TopicRouteData(
                json.string("orderTopicConf"),
                json.objects("queueDatas", QueueData::from),
                json.objects("brokerDatas", BrokerData::from),
                json.map("filterServerTable", TopicRouteData::servers));
    }

    /** Writes a body. */
    public byte[] toJson() {
        JsonWriter json = new JsonWriter(256 + 200 * (queueDatas.size() + brokerDatas.size()));
        json.beginObject().name("brokerDatas").beginArray();
        brokerDatas.forEach(broker -> broker.write(json));
        json.endArray().name("filterServerTable").beginObject();
        filterServerTable.forEach(json::field);
        json.endObject()
                .field("orderTopicConf", orderTopicConf)
                .name("queueDatas")
                .beginArray();
        queueDatas.forEach(queues -> queues.write(json));
        return json.endArray().endObject().bytes();
    }

    private static List<String> servers(String address, Object value) {
        if (value instanceof List<?> servers) {
            return servers.stream().map(String::valueOf).toList();
        }
        throw new JsonException("filterServerTable of " + address + " is not an array");
    }
}
