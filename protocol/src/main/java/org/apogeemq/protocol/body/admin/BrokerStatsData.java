package org.apogeemq.protocol.body.admin;

import java.util.Objects;
import org.apogeemq.protocol.json.Json;
import org.apogeemq.protocol.json.JsonObject;
import org.apogeemq.protocol.json.JsonWriter;

/** A statistic over the last minute, hour and day (315). */
public record BrokerStatsData(Item statsMinute, Item statsHour, Item statsDay) {
    /** How much it was, a second, and with each request. */
    public record Item(long sum, double tps, double avgpt) {
        private static final Item NONE = new Item(0, 0, 0);

        private static Item from(JsonObject json) {
            return json == null
                    ? NONE
                    : new Item(json.longValue("sum", 0), json.doubleValue("tps", 0), json.doubleValue("avgpt", 0));
        }

        private void write(JsonWriter json) {
            json.beginObject().field("avgpt", avgpt).field("sum", sum);
            json.field("tps", tps).endObject();
        }
    }

    /** Wants all three. */
    public BrokerStatsData {
        Objects.requireNonNull(statsMinute, "statsMinute");
        Objects.requireNonNull(statsHour, "statsHour");
        Objects.requireNonNull(statsDay, "statsDay");
    }

    /** Reads a body. */
    public static BrokerStatsData fromJson(byte[] body) {
        JsonObject json = Json.parseObject(body);
        return new BrokerStatsData(
                Item.from(json.object("statsMinute")),
                Item.from(json.object("statsHour")),
                Item.from(json.object("statsDay")));
    }

    /** Writes a body. */
    public byte[] toJson() {
        JsonWriter json = new JsonWriter();
        json.beginObject().name("statsDay");
        statsDay.write(json);
        statsHour.write(json.name("statsHour"));
        statsMinute.write(json.name("statsMinute"));
        return json.endObject().bytes();
    }
}
