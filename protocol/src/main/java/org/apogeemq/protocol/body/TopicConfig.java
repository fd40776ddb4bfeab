package org.apogeemq.protocol.body;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apogeemq.protocol.json.Json;
import org.apogeemq.protocol.json.JsonObject;
import org.apogeemq.protocol.json.JsonWriter;

/**
 * The settings of a topic on a broker.
 *
 * @param perm {@link #PERM_READ}, {@link #PERM_WRITE} and {@link #PERM_INHERIT}, added
 * @param topicFilterType {@link #SINGLE_TAG} or {@link #MULTI_TAG}
 * @param topicSysFlag 1 unit, 2 unit subscription
 * @param order whether the queues stay where they are when a broker is lost
 * @param attributes {@code queue.type}, {@code message.type} and the like
 */
public record TopicConfig(
        String topicName,
        int readQueueNums,
        int writeQueueNums,
        int perm,
        String topicFilterType,
        int topicSysFlag,
        boolean order,
        Map<String, String> attributes) {

    /** Consumers may read. */
    public static final int PERM_READ = 4;
    /** Producers may write. */
    public static final int PERM_WRITE = 2;
    /** Topics may be created after this one. */
    public static final int PERM_INHERIT = 1;
    /** TAGS holds one tag. */
    public static final String SINGLE_TAG = "SINGLE_TAG";
    /** TAGS holds several tags. */
    public static final String MULTI_TAG = "MULTI_TAG";

    private static final int QUEUES = 16;

    /** Copies the attributes; a missing filter type is {@link #SINGLE_TAG}. */
    public TopicConfig {
        Objects.requireNonNull(topicName, "topicName");
        topicFilterType = topicFilterType == null || topicFilterType.isEmpty() ? SINGLE_TAG : topicFilterType;
        attributes = Ordered.copy(attributes);
    }

    /** An ordinary topic with the same number of queues for reading and writing. */
    public TopicConfig(String topicName, int queueNums, int perm) {
        this(topicName, queueNums, queueNums, perm, SINGLE_TAG, 0, false, Map.of());
    }

    /** The same with other permissions. */
    public TopicConfig withPerm(int other) {
        return new TopicConfig(
                topicName, readQueueNums, writeQueueNums, other, topicFilterType, topicSysFlag, order, attributes);
    }

    /** The same with other numbers of queues. */
    public TopicConfig withQueues(int read, int write) {
        return new TopicConfig(topicName, read, write, perm, topicFilterType, topicSysFlag, order, attributes);
    }

    /** Reads a body. */
    public static TopicConfig fromJson(byte[] body) {
        return from(Json.parseObject(body));
    }

    /** Reads the body of 18: {@code {"topicConfigList":[...]}}. */
    public static List<TopicConfig> listFromJson(byte[] body) {
        return Json.parseObject(body).objects("topicConfigList", TopicConfig::from);
    }

    /** Writes a body. */
    public byte[] toJson() {
        JsonWriter json = new JsonWriter();
        write(json);
        return json.bytes();
    }

    static TopicConfig from(JsonObject json) {
        return new TopicConfig(
                json.requiredString("topicName"),
                json.intValue("readQueueNums", QUEUES),
                json.intValue("writeQueueNums", QUEUES),
                json.intValue("perm", PERM_READ | PERM_WRITE),
                json.string("topicFilterType"),
                json.intValue("topicSysFlag", 0),
                json.booleanValue("order", false),
                json.stringMap("attributes"));
    }

    void write(JsonWriter json) {
        json.beginObject().field("attributes", attributes).field("order", order).field("perm", perm);
        json.field("readQueueNums", readQueueNums).field("topicFilterType", topicFilterType);
        json.field("topicName", topicName).field("topicSysFlag", topicSysFlag);
        json.field("writeQueueNums", writeQueueNums).endObject();
    }
}
