package org.apogeemq.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apogeemq.broker.group.GroupSettings;
import org.apogeemq.broker.pull.PullConfig;
import org.apogeemq.broker.role.RegistrationConfig;
import org.apogeemq.broker.send.SendConfig;
import org.apogeemq.broker.topic.TopicSettings;
import org.apogeemq.protocol.record.RecordFields;
import org.apogeemq.protocol.record.RecordFormat;
import org.apogeemq.store.StoreConfig;
import org.apogeemq.store.disk.RealDisk;
import org.apogeemq.store.log.Draft;
import org.apogeemq.testkit.time.ManualTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Offsets that are ahead of their queues, as a power cut leaves them under ASYNC_FLUSH, when the store opens. */
class StoredStateTest {
    @TempDir
    Path folder;

    private final ManualTime time = new ManualTime();
    private Path root;
    private StoredState state;

    @BeforeEach
    void open() {
        state = open(folder.resolve("first"));
        state.offsets().commit("G", "orders", 0, 3);
        state.offsets().commit("G", "orders", 1, 7);
        state.offsets().commit("H", "orders", 0, 1);
        for (int i = 0; i < 2; i++) {
            put("orders", 0);
        }
    }

    @AfterEach
    void close() {
        state.close();
    }

    @Test
    void afterACrashOffsetsAreSetBackToTheEndsOfTheirQueues() throws IOException {
        crash("second");

        assertThat(state.offsets().query("G", "orders", 0)).isEqualTo(2);
        assertThat(state.offsets().query("G", "orders", 1)).isZero();
        assertThat(state.offsets().query("H", "orders", 0)).isEqualTo(1);
    }

    @Test
    void whatWasSetBackStaysSoWhenTheNextMessagesHaveComeAndAnotherCrash() throws IOException {
        crash("second");
        put("orders", 0);
        put("orders", 0);

        crash("third");

        assertThat(state.offsets().query("G", "orders", 0)).isEqualTo(2);
    }

    @Test
    void afterACrashDelayLevelsAreSetBackToTheEndsOfTheirQueuesAndStaySo() throws IOException {
        put("SCHEDULE_TOPIC_XXXX", 1);
        state.delays().set(state.store(), Map.of(2, 9L, 3, 4L)).join();
        crash("second");

        assertThat(state.delays().all()).containsEntry(2, 1L).containsEntry(3, 0L);
        put("SCHEDULE_TOPIC_XXXX", 2);
        crash("third");
        assertThat(state.delays().all()).containsEntry(2, 1L).containsEntry(3, 0L);
    }

    @Test
    void afterAStopOffsetsAreWhatWasCommitted() {
        state.close();
        state = open(folder.resolve("first"));

        assertThat(state.offsets().query("G", "orders", 0)).isEqualTo(3);
    }

    /** Goes on with a copy of the folder as it is now, while the store is open. */
    private void crash(String copy) throws IOException {
        state.offsets().flush().join();
        state.store().flush();
        Path from = root;
        Path to = folder.resolve(copy);
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
        state.close();
        state = open(to);
    }

    private StoredState open(Path data) {
        root = data;
        var config = new BrokerConfig(
                StoreConfig.at(data).with(new StoreConfig.Files(1 << 20, 6_000)),
                TopicSettings.defaults(Rooms.BROKER, Rooms.CLUSTER),
                GroupSettings.DEFAULTS,
                new SendConfig(4 << 20, "DefaultRegion", true, Rooms.CLUSTER, 0),
                new PullConfig(32, 256 << 10, 800, true, Duration.ofSeconds(1), true, true),
                new RegistrationConfig(
                        Rooms.CLUSTER, Rooms.BROKER, 0, null, 10_911, 10_912, List.of(), Duration.ofSeconds(30), 6));
        return new StoredState(config, new RealDisk(), time, time, Runnable::run);
    }

    private void put(String topic, int queueId) {
        CompletableFuture<Draft> stored = new CompletableFuture<>();
        RecordFields fields = new RecordFields()
                .topic(topic.getBytes(UTF_8))
                .queueId(queueId)
                .bornHost(new byte[] {10, 0, 0, 9}, 50_000)
                .storeHost(new byte[] {10, 0, 0, 1}, 10_911)
                .body(ByteBuffer.wrap("m".getBytes(UTF_8)));
        Draft draft = new Draft(RecordFormat.size(fields), 1, stored::complete);
        int bytes = RecordFormat.put(draft.buffer(), 0, fields);
        draft.add(state.store().queues().obtain(topic, queueId), bytes, 0, true, null);
        state.store().submit(draft);
        stored.join();
    }
}
