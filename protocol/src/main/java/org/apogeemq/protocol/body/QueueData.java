package org.apogeemq.protocol.body;

import java.util.Objects;
import org.apogeemq.protocol.json.JsonObject;
import org.apogeemq.protocol.json.JsonWriter;

/** The queues a topic has on one broker: their numbers, permissions (4 read, 2 write, 1 inherit) and flags. */
public record QueueData(String brokerName, int readQueueNums, int writeQueueNums, int perm, int topicSysFlag) {
    /** Checks that the broker is named. */
    public QueueData {
        Objects.requireNonNull(brokerName, "brokerName");
    }

    /** The same with other permissions. */
    public QueueData withPerm(int other) {
        return new QueueData(brokerName, readQueueNums, writeQueueNums, other, topicSysFlag);
    }

    static QueueData from(JsonObject json) {
        return new QueueData(
                json.requiredString("brokerName"),
                json.intValue("readQueueNums", 0),
                json.intValue("writeQueueNums", 0),
                json.intValue("perm", 0),
                json.intValue("topicSysFlag", 0));
    }

    void write(JsonWriter json) {
        json.beginObject();
        json.field("brokerName", brokerName).field("perm", perm).field("readQueueNums", readQueueNums);
        json.field("topicSysFlag", topicSysFlag).field("writeQueueNums", writeQueueNums);
        json.endObject();
    }
}
