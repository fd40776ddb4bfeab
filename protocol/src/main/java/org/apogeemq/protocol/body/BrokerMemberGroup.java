package org.apogeemq.protocol.body;

import java.util.Map;
import org.apogeemq.protocol.json.Json;
import org.apogeemq.protocol.json.JsonException;
import org.apogeemq.protocol.json.JsonObject;
import org.apogeemq.protocol.json.JsonWriter;

/** The living brokers of one name: address by broker id (901). */
public record BrokerMemberGroup(String cluster, String brokerName, Map<Long, String> brokerAddrs) {
    /** Copies the addresses. */
    public BrokerMemberGroup {
        brokerAddrs = Ordered.copy(brokerAddrs);
    }

    /** Reads a body. */
    public static BrokerMemberGroup fromJson(byte[] body) {
        JsonObject json = Json.parseObject(body).object("brokerMemberGroup");
        if (json == null) {
            throw new JsonException("field brokerMemberGroup is missing");
        }
        BrokerData brokers = BrokerData.from(json);
        return new BrokerMemberGroup(brokers.cluster(), brokers.brokerName(), brokers.brokerAddrs());
    }

    /** Writes a body. */
    public byte[] toJson() {
        JsonWriter json = new JsonWriter();
        json.beginObject().name("brokerMemberGroup").beginObject();
        new BrokerData(brokerName, cluster, brokerAddrs).writeAddresses(json);
        json.field("brokerName", brokerName).field("cluster", cluster);
        return json.endObject().endObject().bytes();
    }
}
