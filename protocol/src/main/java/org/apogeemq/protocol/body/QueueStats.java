package org.apogeemq.protocol.body;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apogeemq.protocol.json.Json;
import org.apogeemq.protocol.json.JsonObject;
import org.apogeemq.protocol.json.JsonWriter;
import org.apogeemq.protocol.record.MessageQueue;

/** Bodies that say what lies in queues and how far groups are in them. */
public final class QueueStats {
    private QueueStats() {}

    /** What lies in the queues of a topic (202); {@code topicPutTps} is messages a second. */
    public record TopicStatsTable(Map<MessageQueue, Offsets> offsetTable, double topicPutTps) {
        /** A queue's range of offsets {@code [minOffset, maxOffset)}, and when it last grew, in ms. */
        public record Offsets(long minOffset, long maxOffset, long lastUpdateTimestamp) {
            private static Offsets from(String name, Object value) {
                JsonObject json = JsonObject.objectOf(name, value);
                return new Offsets(
                        json.longValue("minOffset", 0),
                        json.longValue("maxOffset", 0),
                        json.longValue("lastUpdateTimestamp", 0));
            }

            private static void write(JsonWriter json, Offsets offsets) {
                json.beginObject().field("lastUpdateTimestamp", offsets.lastUpdateTimestamp);
                json.field("maxOffset", offsets.maxOffset)
                        .field("minOffset", offsets.minOffset)
                        .endObject();
            }
        }

        /** Copies the table. */
        public TopicStatsTable {
            offsetTable = Ordered.copy(offsetTable);
        }

        /** Reads a body. */
        public static TopicStatsTable fromJson(byte[] body) {
            JsonObject json = Json.parseObject(body);
            return new TopicStatsTable(
                    QueueKeys.map(json, "offsetTable", Offsets::from), json.doubleValue("topicPutTps", 0));
        }

        /** Writes a body. */
        public byte[] toJson() {
            JsonWriter json = new JsonWriter(64 + 150 * offsetTable.size());
            json.beginObject();
            QueueKeys.write(json, "offsetTable", offsetTable, Offsets::write);
            return json.field("topicPutTps", topicPutTps).endObject().bytes();
        }
    }

    /** How far a group is in the queues it consumes (208); {@code consumeTps} is messages a second. */
    public record ConsumeStats(Map<MessageQueue, Progress> offsetTable, double consumeTps) {
        /** End of the queue, committed and pulled offset of the group, time of the committed message in ms. */
        public record Progress(long brokerOffset, long consumerOffset, long pullOffset, long lastTimestamp) {
            private static Progress from(String name, Object value) {
                JsonObject json = JsonObject.objectOf(name, value);
                return new Progress(
                        json.longValue("brokerOffset", 0),
                        json.longValue("consumerOffset", 0),
                        json.longValue("pullOffset", 0),
                        json.longValue("lastTimestamp", 0));
            }

            private static void write(JsonWriter json, Progress progress) {
                json.beginObject().field("brokerOffset", progress.brokerOffset);
                json.field("consumerOffset", progress.consumerOffset).field("lastTimestamp", progress.lastTimestamp);
                json.field("pullOffset", progress.pullOffset).endObject();
            }
        }

        /** Copies the table. */
        public ConsumeStats {
            offsetTable = Ordered.copy(offsetTable);
        }

        /** Reads a body. */
        public static ConsumeStats fromJson(byte[] body) {
            JsonObject json = Json.parseObject(body);
            return new ConsumeStats(
                    QueueKeys.map(json, "offsetTable", Progress::from), json.doubleValue("consumeTps", 0));
        }

        /** Writes a body. */
        public byte[] toJson() {
            JsonWriter json = new JsonWriter(64 + 180 * offsetTable.size());
            write(json);
            return json.bytes();
        }

        private void write(JsonWriter json) {
            json.beginObject().field("consumeTps", consumeTps);
            QueueKeys.write(json, "offsetTable", offsetTable, Progress::write);
            json.endObject();
        }

        /** Messages that are stored and not committed. */
        long lag() {
            return offsetTable.values().stream()
                    .mapToLong(queue -> queue.brokerOffset - queue.consumerOffset)
                    .sum();
        }

        /** Messages that were pulled and are not committed. */
        long inflight() {
            return offsetTable.values().stream()
                    .mapToLong(queue -> queue.pullOffset - queue.consumerOffset)
                    .sum();
        }
    }

    /** How far all groups of a broker are, a {@link ConsumeStats} a topic (317). */
    public record ConsumeStatsList(String brokerAddr, Map<String, List<ConsumeStats>> groups) {
        /** Copies the table. */
        public ConsumeStatsList {
            groups = Ordered.copy(groups);
        }

        /** Messages of all groups that are stored and not committed. */
        public long totalDiff() {
            return groups.values().stream()
                    .flatMap(List::stream)
                    .mapToLong(ConsumeStats::lag)
                    .sum();
        }

        /** Writes a body: a list of objects with one group each. */
        public byte[] toJson() {
            JsonWriter json = new JsonWriter(1024);
            json.beginObject()
                    .field("brokerAddr", brokerAddr)
                    .name("consumeStatsList")
                    .beginArray();
            groups.forEach((group, topics) -> {
                json.beginObject().name(group).beginArray();
                topics.forEach(stats -> stats.write(json));
                json.endArray().endObject();
            });
            json.endArray().field("totalDiff", totalDiff());
            return json.field("totalInflightDiff", totalInflight()).endObject().bytes();
        }

        private long totalInflight() {
            return groups.values().stream()
                    .flatMap(List::stream)
                    .mapToLong(ConsumeStats::inflight)
                    .sum();
        }
    }

    /** How late a group is in the queues of a topic (303). */
    public record ConsumeTimeSpans(List<Span> consumeTimeSpanSet) {
        /**
         * One queue, in ms: when its first and last message were stored, and the last one the group has consumed; how
         * old the next one is that it has not.
         */
        public record Span(
                MessageQueue messageQueue,
                long minTimeStamp,
                long maxTimeStamp,
                long consumeTimeStamp,
                long delayTime) {
            private static Span from(JsonObject json) {
                return new Span(
                        json.object("messageQueue", QueueKeys::queue, null),
                        json.longValue("minTimeStamp", 0),
                        json.longValue("maxTimeStamp", 0),
                        json.longValue("consumeTimeStamp", 0),
                        json.longValue("delayTime", 0));
            }

            private void write(JsonWriter json) {
                json.beginObject()
                        .field("consumeTimeStamp", consumeTimeStamp)
                        .field("delayTime", delayTime)
                        .field("maxTimeStamp", maxTimeStamp);
                QueueKeys.write(json.name("messageQueue"), messageQueue);
                json.field("minTimeStamp", minTimeStamp).endObject();
            }
        }

        /** Copies the list. */
        public ConsumeTimeSpans {
            consumeTimeSpanSet = List.copyOf(consumeTimeSpanSet);
        }

        /** Reads a body. */
        public static ConsumeTimeSpans fromJson(byte[] body) {
            return new ConsumeTimeSpans(Json.parseObject(body).objects("consumeTimeSpanSet", Span::from));
        }

        /** Writes a body. */
        public byte[] toJson() {
            JsonWriter json = new JsonWriter(64 + 200 * consumeTimeSpanSet.size());
            json.beginObject().name("consumeTimeSpanSet").beginArray();
            consumeTimeSpanSet.forEach(span -> span.write(json));
            return json.endArray().endObject().bytes();
        }
    }

    /** Offsets by queue id (308). */
    public record CorrectionOffsets(Map<Integer, Long> correctionOffsets) {
        /** Copies the table, in the order of queues. */
        public CorrectionOffsets {
            correctionOffsets = Ordered.copy(new TreeMap<>(correctionOffsets));
        }

        /** Reads a body. */
        public static CorrectionOffsets fromJson(byte[] body) {
            return new CorrectionOffsets(
                    Json.parseObject(body).map("correctionOffsets", Integer::valueOf, JsonObject::longOf));
        }

        /** Writes a body. */
        public byte[] toJson() {
            JsonWriter json = new JsonWriter();
            json.beginObject().name("correctionOffsets").beginObject();
            correctionOffsets.forEach((queueId, offset) -> json.field(Integer.toString(queueId), offset.longValue()));
            return json.endObject().endObject().bytes();
        }
    }

    /**
     * Entries of a queue as they lie (321).
     *
     * @param subscription what the group that was named wants of the topic; null for none
     * @param minIndex first queue offset there is
     * @param maxIndex queue offset behind the last
     */
    public record QueueEntriesBody(SubscriptionData subscription, List<Entry> entries, long minIndex, long maxIndex) {
        /** An entry: where its record lies in the log, and whether the group's tags let it pass. */
        public record Entry(long logOffset, int recordBytes, long tagsCode, boolean passes) {}

        /** Copies the entries. */
        public QueueEntriesBody {
            entries = List.copyOf(entries);
        }

        /** Writes a body. */
        public byte[] toJson() {
            JsonWriter json = new JsonWriter(128 + 100 * entries.size());
            json.beginObject().field("maxQueueIndex", maxIndex).field("minQueueIndex", minIndex);
            json.name("queueData").beginArray();
            for (Entry entry : entries) {
                json.beginObject().field("eval", entry.passes).field("physicOffset", entry.logOffset);
                json.field("physicSize", entry.recordBytes)
                        .field("tagsCode", entry.tagsCode)
                        .endObject();
            }
            json.endArray();
            if (subscription != null) {
                subscription.write(json.name("subscriptionData"));
            }
            return json.endObject().bytes();
        }
    }
}
