package org.apogeemq.store.compact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apogeemq.protocol.record.MessageProperties;
import org.apogeemq.protocol.record.PropertyNames;
import org.apogeemq.protocol.record.StoredMessage;
import org.apogeemq.store.Records;
import org.apogeemq.store.TestStore;
import org.apogeemq.store.queue.ConsumeQueue;

/** All that was ever put into one queue with keys, and what therefore must be found there. */
final class KeyedModel {
    private static final byte[] KEYS = MessageProperties.bytes(PropertyNames.KEYS);

    private final String topic;
    private final int queueId;
    private final List<Put> puts = new ArrayList<>();

    KeyedModel(String topic, int queueId) {
        this.topic = topic;
        this.queueId = queueId;
    }

    /** A message; an empty body takes the key away. */
    record Put(String key, String body) {}

    void add(String key, String body) {
        puts.add(new Put(key, body));
    }

    int size() {
        return puts.size();
    }

    /** Number of different keys. */
    long keys() {
        return puts.stream().map(Put::key).distinct().count();
    }

    /** The first queue offset there is. */
    long first(TestStore test) {
        return test.queue(topic, queueId).minOffset();
    }

    /** What there is of the queue now: puts by queue offset. */
    Map<Long, Put> read(TestStore test) {
        Map<Long, Put> read = new HashMap<>();
        for (StoredMessage message : Records.all(test.store, test.queue(topic, queueId))) {
            byte[] text = message.properties().getBytes(UTF_8);
            String key = MessageProperties.value(text, 0, text.length, KEYS);
            read.put(message.queueOffset(), new Put(key, new String(message.body(), UTF_8)));
        }
        return read;
    }

    /**
     * Reads the queue from its beginning and compares: each message is the one that was put there, the last of each key
     * is among them, and if that takes the key away, either it is there or nothing of the key is.
     */
    void check(TestStore test, String where) {
        ConsumeQueue queue = test.queue(topic, queueId);
        Map<Long, Put> read = read(test);
        assertThat(queue.maxOffset()).as(where).isEqualTo(puts.size());
        read.forEach((offset, put) ->
                assertThat(put).as("%s: message %d", where, offset).isEqualTo(puts.get(Math.toIntExact(offset))));
        Set<String> seen = new HashSet<>();
        Set<String> gone = new HashSet<>();
        for (int i = puts.size() - 1; i >= 0; i--) {
            Put put = puts.get(i);
            boolean there = read.containsKey((long) i);
            if (seen.add(put.key)) {
                assertThat(there || put.body.isEmpty())
                        .as("%s: %s of %s is the last of %s, at %d", where, put.body, queue, put.key, i)
                        .isTrue();
                if (!there) {
                    gone.add(put.key);
                }
            }
            assertThat(there && gone.contains(put.key))
                    .as("%s: %s of %s at %d was taken away", where, put.key, queue, i)
                    .isFalse();
        }
        long min = queue.minOffset();
        assertThat(read.keySet()).as(where).allMatch(offset -> offset >= min);
        if (min < puts.size()) {
            assertThat(read).as("%s: the first of %s", where, queue).containsKey(min);
        }
    }
}
