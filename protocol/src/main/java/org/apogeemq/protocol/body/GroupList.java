package org.apogeemq.protocol.body;

import java.util.List;
import org.apogeemq.protocol.json.Json;
import org.apogeemq.protocol.json.JsonWriter;

/** Names of groups (300). */
public record GroupList(List<String> groupList) {
    /** Copies the list. */
    public GroupList {
        groupList = List.copyOf(groupList);
    }

    /** Reads a body. */
    public static GroupList fromJson(byte[] body) {
        return new GroupList(Json.parseObject(body).strings("groupList"));
    }

    /** Writes a body. */
    public byte[] toJson() {
        return new JsonWriter()
                .beginObject()
                .field("groupList", groupList)
                .endObject()
                .bytes();
    }
}
