package org.apogeemq.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apogeemq.store.disk.RealDisk;
import org.apogeemq.store.log.Draft;
import org.apogeemq.store.log.Outcome;
import org.apogeemq.testkit.time.ManualTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The layouts are Apache's: names, lengths and bytes of the files are what its broker reads and writes. */
class RealDiskTest {
    private final ManualTime time = new ManualTime();
    private final List<Draft> done = new ArrayList<>();

    @TempDir
    Path root;

    @Test
    void filesHaveTheNamesAndLengthsApacheExpects() throws IOException {
        Store store = open(StoreConfig.at(root));
        send(store, "orders", 3, "hello");
        assertThat(Files.readString(root.resolve("abort")))
                .isEqualTo(Long.toString(ProcessHandle.current().pid()));
        assertThat(Files.readString(root.resolve("lock"))).isEqualTo("lock");
        store.close();

        assertThat(root.resolve("commitlog/00000000000000000000")).hasSize(1 << 30);
        assertThat(root.resolve("consumequeue/orders/3/00000000000000000000")).hasSize(6_000_000);
        assertThat(root.resolve("checkpoint")).hasSize(4096);
        assertThat(root.resolve("abort")).doesNotExist();
        ByteBuffer checkpoint = ByteBuffer.wrap(Files.readAllBytes(root.resolve("checkpoint")));
        long end = done.getFirst().logOffset(0) + done.getFirst().end();
        assertThat(checkpoint.getLong(40)).isEqualTo(end);
        assertThat(checkpoint.getLong(0)).isEqualTo(time.wallMillis());
        ByteBuffer queue =
                ByteBuffer.wrap(Files.readAllBytes(root.resolve("consumequeue/orders/3/00000000000000000000")));
        assertThat(queue.getLong(0)).isZero();
        assertThat(queue.getInt(8)).isEqualTo((int) end);
        assertThat(queue.getLong(12)).isEqualTo(2598919); // TagA
        assertThat(queue.getLong(20)).isZero();
    }

    @Test
    void aFileIsNoFolderAndAFolderNoFile() throws IOException {
        Files.createDirectory(root.resolve("folder"));
        Files.writeString(root.resolve("file"), "text");
        RealDisk disk = new RealDisk();
        assertThat(disk.list(root.resolve("file"))).isEmpty();
        assertThat(disk.list(root)).containsExactly("file", "folder");
        assertThat(disk.size(root.resolve("folder"))).isEqualTo(-1);
        assertThat(disk.size(root.resolve("file"))).isEqualTo(4);
        assertThat(disk.size(root.resolve("nothing"))).isEqualTo(-1);
    }

    @Test
    void aFullSegmentEndsWithTheBlankFiller() throws IOException {
        Store store = open(StoreConfig.at(root).with(new StoreConfig.Files(4096, 6_000_000)));
        send(store, "orders", 0, "x".repeat(3000));
        int left = 4096 - done.getFirst().end();
        send(store, "orders", 0, "y".repeat(3000));
        store.close();
        ByteBuffer first = ByteBuffer.wrap(Files.readAllBytes(root.resolve("commitlog/00000000000000000000")));
        assertThat(first.getInt(4096 - left)).isEqualTo(left);
        assertThat(first.getInt(4096 - left + 4)).isEqualTo(-875286124);
        assertThat(root.resolve("commitlog")).isDirectoryContaining("glob:**000000000000004096");
        Store again = open(StoreConfig.at(root).with(new StoreConfig.Files(4096, 6_000_000)));
        assertThat(Records.bodies(again, again.queues().get("orders", 0))).hasSize(2);
        again.close();
    }

    @Test
    void anInterruptedSenderDoesNotEndTheLog() {
        Store store = open(StoreConfig.at(root));
        Thread.currentThread().interrupt();
        send(store, "orders", 0, "interrupted");
        assertThat(Thread.interrupted()).isTrue();
        send(store, "orders", 0, "after");
        assertThat(done).allMatch(draft -> draft.outcome(0) == Outcome.STORED);
        assertThat(Records.bodies(store, store.queues().get("orders", 0))).containsExactly("interrupted", "after");
        store.close();
    }

    @Test
    void twoStoresDoNotShareAFolder() {
        Store store = open(StoreConfig.at(root));
        assertThatThrownBy(() -> open(StoreConfig.at(root)))
                .isInstanceOf(StoreException.class)
                .hasMessageStartingWith("data folder " + root + " is in use by another process (pid ");
        store.close();
        open(StoreConfig.at(root)).close();
    }

    @Test
    void aFolderThatCannotBeWrittenIsRefused() throws IOException {
        Path file = Files.createFile(root.resolve("file"));
        assertThatThrownBy(() -> open(StoreConfig.at(file.resolve("data"))))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("cannot be written");
    }

    @Test
    void missingLogFilesAreNoticed() throws IOException {
        StoreConfig config = StoreConfig.at(root).with(new StoreConfig.Files(4096, 6_000_000));
        Store store = open(config);
        for (int i = 0; i < 10; i++) {
            send(store, "orders", 0, "x".repeat(3000));
        }
        store.close();
        Files.delete(root.resolve("commitlog/00000000000000036864"));
        assertThatThrownBy(() -> open(config))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("missing");
        Files.delete(root.resolve("commitlog/00000000000000008192"));
        assertThatThrownBy(() -> open(config))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("log file 00000000000000008192 is missing");
    }

    @Test
    void aStoreCanBeOpenedAgainAfterItWasLeftOpen() throws IOException {
        // What a killed process leaves: everything it wrote, and the file abort.
        StoreConfig config = StoreConfig.at(root).with(new StoreConfig.Files(1 << 16, 6_000_000));
        Store store = open(config);
        for (int i = 0; i < 100; i++) {
            send(store, "orders", 0, "m" + i);
        }
        Path copy = Files.createDirectory(root.resolve("copy"));
        Files.createDirectory(copy.resolve("commitlog"));
        Files.copy(root.resolve("commitlog/00000000000000000000"), copy.resolve("commitlog/00000000000000000000"));
        Files.copy(root.resolve("abort"), copy.resolve("abort"));
        Store again = open(StoreConfig.at(copy).with(new StoreConfig.Files(1 << 16, 6_000_000)));
        assertThat(Records.bodies(again, again.queues().get("orders", 0)))
                .hasSize(100)
                .endsWith("m99");
        again.close();
        store.close();
    }

    private Store open(StoreConfig config) {
        return Store.open(config, new RealDisk(), time, time, List.of());
    }

    private void send(Store store, String topic, int queueId, String body) {
        Draft draft = new Draft(8192, 1, done::add);
        Records.add(draft, store.queues().obtain(topic, queueId), body, "TagA", true);
        store.submit(draft);
    }
}
