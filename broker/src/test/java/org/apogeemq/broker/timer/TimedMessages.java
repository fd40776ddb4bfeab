package org.apogeemq.broker.timer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apogeemq.broker.Rooms;
import org.apogeemq.protocol.body.TopicConfig;
import org.apogeemq.protocol.record.Names;
import org.apogeemq.protocol.record.StoredMessage;
import org.apogeemq.store.disk.RealDisk;
import org.apogeemq.store.queue.ConsumeQueue;
import org.apogeemq.store.queue.QueueEntries;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A room of timers over a real store, in time that stands still. */
abstract class TimedMessages {
    static final int READ_AND_WRITE = TopicConfig.PERM_READ | TopicConfig.PERM_WRITE;
    static final long SECOND = 1000;
    static final long DAY = 24 * 3600 * SECOND;

    @TempDir
    Path folder;

    Rooms rooms;
    Timers timers;
    long passed; // of the wall clock, carried over restarts

    @BeforeEach
    void open() {
        rooms = Rooms.open(folder);
        rooms.topics.upsert(new TopicConfig("orders", 4, READ_AND_WRITE)).join();
        begin();
    }

    @AfterEach
    void close() {
        timers.close();
        rooms.close();
    }

    /** Lets messages expire until the log begins at {@code logOffset} or later. */
    void expire(long logOffset) {
        jump(5 * DAY);
        Awaitility.await().untilAsserted(() -> {
            rooms.store.deleteExpired();
            pass(10 * SECOND);
            assertThat(rooms.store.log().minOffset()).isGreaterThanOrEqualTo(logOffset);
        });
    }

    long in(long millis) {
        long due = rooms.time.wallMillis() + millis;
        return (due - 1) % SECOND == 0 ? due + 1 : due;
    }

    void pass(long millis) {
        rooms.time.advance(Duration.ofMillis(millis));
        passed += millis;
    }

    void jump(long millis) {
        rooms.time.jump(Duration.ofMillis(millis));
        passed += millis;
    }

    void restart() {
        timers.close();
        rooms.close();
        rooms = Rooms.open(folder);
        rooms.time.jump(Duration.ofMillis(passed));
        begin();
    }

    void begin() {
        timers = new Timers(
                rooms.timerProgress,
                new IndexFiles(new RealDisk(), folder, 64),
                rooms.topics,
                rooms.store,
                rooms.time,
                rooms.time,
                new Timers.Workers(Runnable::run, Runnable::run));
        timers.start();
    }

    void deleteIndex() throws IOException {
        timers.close();
        new RealDisk().deleteTree(folder.resolve("apogee/timers"));
        begin();
    }

    List<Path> runFiles() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("apogee/timers"))) {
            return files.filter(path -> path.toString().endsWith(".run")).toList();
        }
    }

    long put(int queueId, String body, long due) {
        return put("orders", queueId, body, due, Map.of("UNIQ_KEY", "id-" + body.hashCode()));
    }

    void putTimed(String body, long due, String id) {
        put("orders", 0, body, due, Map.of("UNIQ_KEY", id));
    }

    void recall(long due, String id) {
        put("orders", 0, "0", due, Map.of("TIMER_DEL_UNIQKEY", id, "UNIQ_KEY", "r-" + id));
    }

    long put(String topic, int queueId, String body, long due, Map<String, String> more) {
        Map<String, String> properties = new HashMap<>(more);
        properties.put("REAL_TOPIC", topic);
        properties.put("REAL_QID", Integer.toString(queueId));
        properties.put("TIMER_OUT_MS", Long.toString(DueTime.slot(due)));
        properties.put("TAGS", "red");
        return rooms.put(Names.TIMER_TOPIC, 0, body, properties);
    }

    /** Queue and body of all messages of the topic, queue after queue. */
    List<String> delivered() {
        return messages("orders").stream()
                .map(message -> message.queueId() + ":" + new String(message.body(), UTF_8))
                .toList();
    }

    List<StoredMessage> messages(String topic) {
        List<StoredMessage> all = new ArrayList<>();
        QueueEntries entries = new QueueEntries(4000);
        for (ConsumeQueue queue : rooms.store.queues().ofTopic(topic)) {
            queue.read(queue.minOffset(), 4000, entries);
            for (int i = 0; i < entries.count(); i++) {
                assertThat(entries.tagsCode(i)).isEqualTo("red".hashCode());
                ByteBuffer record = rooms.store.log().record(entries.logOffset(i));
                all.add(StoredMessage.decode(record));
            }
        }
        return all;
    }
}
