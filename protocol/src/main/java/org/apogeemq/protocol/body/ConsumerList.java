package org.apogeemq.protocol.body;

import java.util.List;
import org.apogeemq.protocol.json.Json;
import org.apogeemq.protocol.json.JsonWriter;

/** Client ids of a group's members, each once (38). */
public record ConsumerList(List<String> consumerIdList) {
    /** Copies the list. */
    public ConsumerList {
        consumerIdList = List.copyOf(consumerIdList);
    }

    /** Reads a body. */
    public static ConsumerList fromJson(byte[] body) {
        return new ConsumerList(Json.parseObject(body).strings("consumerIdList"));
    }

    /** Writes a body. */
    public byte[] toJson() {
        return new JsonWriter()
                .beginObject()
                .field("consumerIdList", consumerIdList)
                .endObject()
                .bytes();
    }
}
