package org.apogeemq.broker.timer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apogeemq.broker.Rooms;
import org.apogeemq.protocol.body.TopicConfig;
import org.apogeemq.protocol.record.Names;
import org.apogeemq.store.disk.RealDisk;
import org.apogeemq.store.queue.ConsumeQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With what Apache's broker writes: slots are whole seconds, and delivered when the next one begins. */
class ApacheTimersTest {
    @TempDir
    Path folder;

    private Rooms rooms;
    private long now;

    @BeforeEach
    void open() throws IOException {
        rooms = Rooms.open(folder);
        rooms.topics
                .upsert(new TopicConfig("orders", 1, TopicConfig.PERM_READ | TopicConfig.PERM_WRITE))
                .join();
        now = rooms.time.wallMillis() / 1000 * 1000;
        Files.createDirectories(folder.resolve("config"));
    }

    @AfterEach
    void close() {
        rooms.close();
    }

    @Test
    void onlyWhatApachesBrokerHadNotDeliveredComes() throws IOException {
        put(now - 5_000); // delivered
        put(now - 2_000); // delivered
        put(now - 1_000); // its slot is the next
        put(now + 3_000);
        put(now - 9_000); // came too late for the wheel
        check(now - 1_000, 4);
        run(Duration.ofSeconds(2));
        assertThat(delivered()).isEqualTo(2);
        run(Duration.ofSeconds(5));
        assertThat(delivered()).isEqualTo(3);
    }

    @Test
    void aFileThatIsKnownIsNotTakenOverAgain() throws IOException {
        put(now - 5_000);
        check(now - 1_000, 1);
        run(Duration.ofSeconds(2));
        Progress before = rooms.timerProgress.now();
        put(now + 1_000);
        run(Duration.ofSeconds(3));
        assertThat(delivered()).isOne();
        assertThat(rooms.timerProgress.now()).isNotEqualTo(before);
        assertThat(rooms.timerProgress.now().below()).isGreaterThan(before.below());
    }

    private void put(long slot) {
        rooms.put(
                Names.TIMER_TOPIC,
                0,
                "m" + slot,
                Map.of("REAL_TOPIC", "orders", "REAL_QID", "0", "TIMER_OUT_MS", Long.toString(slot)));
    }

    private void check(long nextSlot, long queueOffset) throws IOException {
        ByteBuffer file = ByteBuffer.allocate(4096);
        file.putLong(nextSlot).putLong(52).putLong(queueOffset);
        Files.write(folder.resolve("config/timercheck"), file.array());
    }

    private void run(Duration time) {
        new ApacheTimers(new RealDisk(), folder).takeOver(rooms.store, rooms.timerProgress);
        var timers = new Timers(
                rooms.timerProgress,
                new IndexFiles(new RealDisk(), folder, 64),
                rooms.topics,
                rooms.store,
                rooms.time,
                rooms.time,
                new Timers.Workers(Runnable::run, Runnable::run));
        timers.start();
        rooms.time.advance(time);
        timers.close();
    }

    private long delivered() {
        ConsumeQueue queue = rooms.store.queues().get("orders", 0);
        return queue == null ? 0 : queue.maxOffset();
    }
}
