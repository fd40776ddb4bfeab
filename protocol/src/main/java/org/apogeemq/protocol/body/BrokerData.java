package org.apogeemq.protocol.body;

import java.util.Map;
import java.util.Objects;
import org.apogeemq.protocol.json.JsonObject;
import org.apogeemq.protocol.json.JsonWriter;

/**
 * The brokers of one name.
 *
 * @param brokerAddrs address {@code host:port} by broker id; 0 is the master
 * @param zoneName zone, or {@code null}
 * @param enableActingMaster whether a slave may stand in for a lost master
 */
public record BrokerData(
        String brokerName, String cluster, Map<Long, String> brokerAddrs, String zoneName, boolean enableActingMaster) {

    /** Copies the addresses. */
    public BrokerData {
        Objects.requireNonNull(brokerName, "brokerName");
        brokerAddrs = Ordered.copy(brokerAddrs);
    }

    /** Brokers without zone and acting master. */
    public BrokerData(String brokerName, String cluster, Map<Long, String> brokerAddrs) {
        this(brokerName, cluster, brokerAddrs, null, false);
    }

    /** The same at other addresses. */
    public BrokerData withBrokerAddrs(Map<Long, String> others) {
        return new BrokerData(brokerName, cluster, others, zoneName, enableActingMaster);
    }

    static BrokerData from(JsonObject json) {
        return new BrokerData(
                json.requiredString("brokerName"),
                json.string("cluster"),
                json.map("brokerAddrs", id -> JsonObject.longOf("brokerAddrs, broker id", id), JsonObject::textOf),
                json.string("zoneName"),
                json.booleanValue("enableActingMaster", false));
    }

    void write(JsonWriter json) {
        json.beginObject();
        writeAddresses(json);
        json.field("brokerName", brokerName).field("cluster", cluster);
        json.field("enableActingMaster", enableActingMaster).field("zoneName", zoneName);
        json.endObject();
    }

    /** Ids are quoted: every client reads that, few read the other form. */
    void writeAddresses(JsonWriter json) {
        json.name("brokerAddrs").beginObject();
        brokerAddrs.forEach((id, address) -> json.field(id.toString(), address));
        json.endObject();
    }
}
