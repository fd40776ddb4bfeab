package org.apogeemq.broker.query;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apogeemq.protocol.record.MessageProperties;
import org.apogeemq.protocol.record.PropertyNames;
import org.apogeemq.protocol.record.RecordFormat;
import org.apogeemq.store.index.IndexKey;
import org.apogeemq.store.index.KeyIndex;
import org.apogeemq.store.index.KeyIndex.Reach;
import org.apogeemq.store.index.KeyIndex.TimeRange;
import org.apogeemq.store.log.CommitLog;

/**
 * Messages by key. The index knows keys by their hash, so each message is looked at. Thread-safe; may wait for the
 * disk.
 */
public final class KeySearch {
    /** Bytes of messages in one answer, but for a single larger one; half of what a frame may hold. */
    private static final int BYTES_MAX = 8 << 20;

    private static final byte[] UNIQUE_KEY = MessageProperties.bytes(PropertyNames.UNIQ_KEY);
    private static final byte[] KEYS = MessageProperties.bytes(PropertyNames.KEYS);
    private static final byte[] TAGS = MessageProperties.bytes(PropertyNames.TAGS);

    private final CommitLog log;
    private final KeyIndex index;

    public KeySearch(CommitLog log, KeyIndex index) {
        this.log = log;
        this.index = index;
    }

    /** What a key is. */
    public enum Kind {
        /** One of the KEYS, or the unique key. */
        KEY,
        /** The unique key, which clients show as the message's id. */
        UNIQUE_KEY,
        /** All of TAGS. */
        TAGS
    }

    /**
     * What is looked for.
     *
     * @param max messages wanted at most
     * @param range when they were stored; those of the same second count too
     */
    public record Question(String topic, String key, Kind kind, int max, TimeRange range) {}

    /**
     * What was found.
     *
     * @param records the newest messages, in the order of the log, as they lie there; empty if there is none
     * @param reach how far the index was
     */
    public record Answer(byte[] records, Reach reach) {}

    /** Whether there is an index; if not, nothing is found. */
    public boolean isOn() {
        return index.isOn();
    }

    /** Looks for messages. What was confirmed before is found, unless the answer's reach says that it is behind. */
    public Answer find(Question question) {
        String key = question.kind == Kind.TAGS
                ? IndexKey.ofTags(question.topic, question.key)
                : IndexKey.of(question.topic, question.key);
        Deque<ByteBuffer> found = new ArrayDeque<>();
        Reach reach = Reach.NONE;
        if (question.max > 0) {
            reach = index.find(key, question.range, logOffset -> take(logOffset, question, found));
        }
        int bytes = found.stream().mapToInt(ByteBuffer::remaining).sum();
        ByteBuffer records = ByteBuffer.allocate(bytes);
        found.forEach(records::put);
        return new Answer(records.array(), reach);
    }

    /** Takes a record if it is wanted; returns whether more are. */
    private boolean take(long logOffset, Question question, Deque<ByteBuffer> found) {
        ByteBuffer record = log.record(logOffset);
        if (record == null || !matches(record, question)) {
            return true; // deleted meanwhile, damaged, or another key with this hash
        }
        int taken = found.stream().mapToInt(ByteBuffer::remaining).sum();
        if (!found.isEmpty() && taken + record.remaining() > BYTES_MAX) {
            return false;
        }
        found.addFirst(record);
        return found.size() < question.max;
    }

    private static boolean matches(ByteBuffer record, Question question) {
        byte[] topic = new byte[RecordFormat.topicLength(record, 0)];
        record.get(RecordFormat.topicAt(record, 0), topic);
        if (!question.topic.equals(new String(topic, UTF_8))) {
            return false;
        }
        return switch (question.kind) {
            case UNIQUE_KEY -> question.key.equals(value(record, UNIQUE_KEY));
            case TAGS -> question.key.equals(value(record, TAGS));
            case KEY -> question.key.equals(value(record, UNIQUE_KEY)) || hasKey(value(record, KEYS), question.key);
        };
    }

    private static boolean hasKey(String keys, String key) {
        if (keys != null) {
            for (String part : keys.split(" ")) {
                if (part.equals(key)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static String value(ByteBuffer record, byte[] name) {
        return MessageProperties.value(
                record, RecordFormat.propertiesAt(record, 0), RecordFormat.propertiesLength(record, 0), name);
    }
}
