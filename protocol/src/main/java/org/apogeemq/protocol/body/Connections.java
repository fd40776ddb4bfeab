package org.apogeemq.protocol.body;

import java.util.List;
import java.util.Map;
import org.apogeemq.protocol.json.Json;
import org.apogeemq.protocol.json.JsonObject;
import org.apogeemq.protocol.json.JsonWriter;

/** Bodies that say who is connected to a broker. */
public final class Connections {
    private Connections() {}

    /** One connection of a client, as the lists of connections show it; {@code version} is its version ordinal. */
    public record ClientConnection(String clientId, String clientAddr, String language, int version) {
        static ClientConnection from(JsonObject json) {
            return new ClientConnection(
                    json.string("clientId"),
                    json.string("clientAddr"),
                    json.string("language"),
                    json.intValue("version", 0));
        }

        void write(JsonWriter json) {
            json.beginObject().field("clientAddr", clientAddr).field("clientId", clientId);
            json.field("language", language).field("version", version).endObject();
        }
    }

    /** Who is connected in a consumer group, and what the group wants, by topic (203). */
    public record ConsumerConnection(
            List<ClientConnection> connectionSet,
            Map<String, SubscriptionData> subscriptionTable,
            String consumeType,
            String messageModel,
            String consumeFromWhere) {

        /** Copies the connections and subscriptions. */
        public ConsumerConnection {
            connectionSet = List.copyOf(connectionSet);
            subscriptionTable = Ordered.copy(subscriptionTable);
        }

        /** Reads a body. */
        public static ConsumerConnection fromJson(byte[] body) {
            JsonObject json = Json.parseObject(body);
            return new ConsumerConnection(
                    json.objects("connectionSet", ClientConnection::from),
                    json.objectMap("subscriptionTable", SubscriptionData::from),
                    json.string("consumeType"),
                    json.string("messageModel"),
                    json.string("consumeFromWhere"));
        }

        /** Writes a body. */
        public byte[] toJson() {
            JsonWriter json = new JsonWriter(512);
            json.beginObject().name("connectionSet").beginArray();
            connectionSet.forEach(connection -> connection.write(json));
            json.endArray().field("consumeFromWhere", consumeFromWhere).field("consumeType", consumeType);
            json.field("messageModel", messageModel).name("subscriptionTable").beginObject();
            subscriptionTable.forEach((topic, subscription) -> subscription.write(json.name(topic)));
            return json.endObject().endObject().bytes();
        }
    }

    /** Who is connected in a producer group (204). */
    public record ProducerConnection(List<ClientConnection> connectionSet) {
        /** Copies the connections. */
        public ProducerConnection {
            connectionSet = List.copyOf(connectionSet);
        }

        /** Reads a body. */
        public static ProducerConnection fromJson(byte[] body) {
            return new ProducerConnection(Json.parseObject(body).objects("connectionSet", ClientConnection::from));
        }

        /** Writes a body. */
        public byte[] toJson() {
            JsonWriter json = new JsonWriter();
            json.beginObject().name("connectionSet").beginArray();
            connectionSet.forEach(connection -> connection.write(json));
            return json.endArray().endObject().bytes();
        }
    }

    /** All producers of a broker by their group (328). */
    public record ProducerTable(Map<String, List<ProducerInfo>> data) {
        /** A producer; {@code lastUpdateTimestamp} is when it was heard of last, in ms. */
        public record ProducerInfo(
                String clientId, String remoteIP, String language, int version, long lastUpdateTimestamp) {
            private void write(JsonWriter json) {
                json.beginObject().field("clientId", clientId).field("language", language);
                json.field("lastUpdateTimestamp", lastUpdateTimestamp).field("remoteIP", remoteIP);
                json.field("version", version).endObject();
            }
        }

        /** Copies the table. */
        public ProducerTable {
            data = Ordered.copy(data);
        }

        /** Writes a body. */
        public byte[] toJson() {
            JsonWriter json = new JsonWriter(512);
            json.beginObject().name("data").beginObject();
            data.forEach((group, producers) -> {
                json.name(group).beginArray();
                producers.forEach(producer -> producer.write(json));
                json.endArray();
            });
            return json.endObject().endObject().bytes();
        }
    }
}
