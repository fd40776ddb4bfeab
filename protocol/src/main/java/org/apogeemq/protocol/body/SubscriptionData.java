package org.apogeemq.protocol.body;

import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import org.apogeemq.protocol.json.Json;
import org.apogeemq.protocol.json.JsonObject;
import org.apogeemq.protocol.json.JsonWriter;

/**
 * What a group wants of a topic.
 *
 * @param subString the expression as the application gave it; {@code *} is everything
 * @param tagsSet its tags; empty for {@code *} and SQL
 * @param codeSet their Java hashes; a message passes whose tags code is among them, or any if it is empty
 * @param subVersion the client's clock when it subscribed, in ms; the newest counts
 * @param expressionType {@link #TAG} or {@link #SQL92}
 * @param classFilterMode historic, false
 */
public record SubscriptionData(
        String topic,
        String subString,
        Set<String> tagsSet,
        Set<Integer> codeSet,
        long subVersion,
        String expressionType,
        boolean classFilterMode) {

    /** Expression of everything. */
    public static final String ALL = "*";

    /** Type of an expression of tags: {@code A || B}. */
    public static final String TAG = "TAG";

    /** Type of an expression in SQL. */
    public static final String SQL92 = "SQL92";

    /** Copies the sets; a missing type is {@link #TAG}, a missing expression {@link #ALL}. */
    public SubscriptionData {
        Objects.requireNonNull(topic, "topic");
        subString = subString == null || subString.isEmpty() ? ALL : subString;
        expressionType = expressionType == null || expressionType.isEmpty() ? TAG : expressionType;
        tagsSet = Ordered.copy(tagsSet);
        codeSet = Ordered.copy(codeSet);
    }

    /** Takes an expression apart as clients do; type and expression may be null or empty. */
    public static SubscriptionData of(String topic, String expression, String type, long version) {
        Set<String> tags = new LinkedHashSet<>();
        Set<Integer> codes = new LinkedHashSet<>();
        boolean ofTags = type == null || type.isEmpty() || type.equals(TAG);
        if (ofTags && expression != null && !expression.strip().equals(ALL)) {
            for (String part : expression.split("\\|\\|", -1)) {
                String tag = part.strip();
                if (!tag.isEmpty()) {
                    tags.add(tag);
                    codes.add(tag.hashCode());
                }
            }
        }
        return new SubscriptionData(topic, expression, tags, codes, version, type, false);
    }

    /** Whether this is an expression of tags. */
    public boolean isTag() {
        return expressionType.equals(TAG);
    }

    static SubscriptionData from(JsonObject json) {
        return new SubscriptionData(
                json.requiredString("topic"),
                json.string("subString"),
                json.stringSet("tagsSet"),
                json.intSet("codeSet"),
                json.longValue("subVersion", 0),
                json.string("expressionType"),
                json.booleanValue("classFilterMode", false));
    }

    void write(JsonWriter json) {
        json.beginObject()
                .field("classFilterMode", classFilterMode)
                .name("codeSet")
                .beginArray();
        codeSet.forEach(json::value);
        json.endArray().field("expressionType", expressionType).field("subString", subString);
        json.field("subVersion", subVersion)
                .field("tagsSet", tagsSet)
                .field("topic", topic)
                .endObject();
    }

    /**
     * What a group wants of a topic, by name (345).
     *
     * @param subscriptionData {@code null} if the group is not online or does not want the topic
     */
    public record OfGroup(String group, String topic, SubscriptionData subscriptionData) {
        /** Reads a body. */
        public static OfGroup fromJson(byte[] body) {
            JsonObject json = Json.parseObject(body);
            return new OfGroup(
                    json.string("group"),
                    json.string("topic"),
                    json.object("subscriptionData", SubscriptionData::from, null));
        }

        /** Writes a body. */
        public byte[] toJson() {
            JsonWriter json = new JsonWriter();
            json.beginObject().field("group", group);
            if (subscriptionData != null) {
                subscriptionData.write(json.name("subscriptionData"));
            }
            return json.field("topic", topic).endObject().bytes();
        }
    }
}
