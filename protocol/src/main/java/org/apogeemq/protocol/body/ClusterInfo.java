package org.apogeemq.protocol.body;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apogeemq.protocol.json.Json;
import org.apogeemq.protocol.json.JsonException;
import org.apogeemq.protocol.json.JsonObject;
import org.apogeemq.protocol.json.JsonWriter;

/** All brokers by name, and the broker names of every cluster (106). */
public record ClusterInfo(Map<String, BrokerData> brokerAddrTable, Map<String, Set<String>> clusterAddrTable) {
    /** Copies the tables. */
    public ClusterInfo {
        brokerAddrTable = Ordered.copy(brokerAddrTable);
        clusterAddrTable = Ordered.copy(clusterAddrTable);
    }

    /** Reads a body. */
    public static ClusterInfo fromJson(byte[] body) {
        JsonObject json = Json.parseObject(body);
        return new ClusterInfo(
                json.objectMap("brokerAddrTable", BrokerData::from), json.map("clusterAddrTable", ClusterInfo::names));
    }

    /** Writes a body. */
    public byte[] toJson() {
        JsonWriter json = new JsonWriter(256 + 200 * brokerAddrTable.size());
        json.beginObject().name("brokerAddrTable").beginObject();
        brokerAddrTable.forEach((name, broker) -> broker.write(json.name(name)));
        json.endObject().name("clusterAddrTable").beginObject();
        clusterAddrTable.forEach(json::field);
        return json.endObject().endObject().bytes();
    }

    private static Set<String> names(String cluster, Object value) {
        if (value instanceof List<?> names) {
            return names.stream().map(String::valueOf).collect(Collectors.toCollection(LinkedHashSet::new));
        }
        throw new JsonException("clusterAddrTable of " + cluster + " is not an array");
    }
}
