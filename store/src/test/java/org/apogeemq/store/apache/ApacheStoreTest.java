package org.apogeemq.store.apache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apogeemq.store.TestStore;
import org.apogeemq.store.disk.DiskFile;
import org.apogeemq.store.queue.QueueEntries;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Folders as Apache's broker leaves them: its longs in the checkpoint, old bytes behind the log's end. */
class ApacheStoreTest {
    private static final int MESSAGES = 300;

    private final TestStore test = new TestStore().open();
    private final List<String> sent = new ArrayList<>();

    @AfterEach
    void close() {
        test.close();
    }

    private void send(int count) {
        for (int i = 0; i < count; i++) {
            String body = "message " + sent.size() + "x".repeat(50);
            test.send("orders", 3, body);
            sent.add(body);
        }
    }

    private long logOffset(long queueOffset) {
        QueueEntries entry = new QueueEntries(1);
        test.queue("orders", 3).read(queueOffset, 1, entry);
        return entry.logOffset(0);
    }

    private Path file(String name) {
        return TestStore.ROOT.resolve(name);
    }

    private void put(Path path, long position, byte[] bytes) throws IOException {
        try (DiskFile file = test.disk.boot().open(path)) {
            file.write(ByteBuffer.wrap(bytes), position);
            file.force();
        }
    }

    /** What Apache does with the checkpoint: it changes its longs and nothing else. */
    private void putCheckpoint(long logTime, long queueTime, long queuesTo) throws IOException {
        put(
                file("checkpoint"),
                0,
                ByteBuffer.allocate(16).putLong(logTime).putLong(queueTime).array());
        put(file("checkpoint"), 40, ByteBuffer.allocate(8).putLong(queuesTo).array());
    }

    @Test
    void aFolderOfOursIsNotTakenForApaches() throws IOException {
        send(10);
        assertThat(ApacheStore.find(test.disk.boot(), test.config)).isEmpty();
        test.store.close();
        assertThat(ApacheStore.find(test.disk.boot(), test.config)).isEmpty();
        test.open();
    }

    @Test
    void aFolderThatApacheHadLastIsDescribed() throws IOException {
        send(MESSAGES);
        long end = test.store.log().maxOffset();
        long secondRecord = logOffset(1);
        test.store.close();
        putCheckpoint(1, 1, secondRecord);
        put(file("timerwheel"), 0, new byte[1]);
        ApacheStore found = ApacheStore.find(test.disk.boot(), test.config).orElseThrow();
        assertThat(found.clean()).isTrue();
        assertThat(found.release()).isEqualTo("5.x");
        assertThat(found.logBytes()).isEqualTo(end);
        assertThat(found.queues().entries()).isEqualTo(MESSAGES);
        assertThat(found.queues().queues()).isEqualTo(1);
        assertThat(found.others()).containsExactly("timerwheel");
        test.open();
    }

    @Test
    void aFolderWithAbortIsOneWhoseBrokerWasKilled() throws IOException {
        send(1);
        test.store.close();
        putCheckpoint(1, 1, 0);
        test.disk.deleteTree(file("apogee")); // it was never ours
        put(file("abort"), 0, new byte[] {'7'});
        ApacheStore found = ApacheStore.find(test.disk.boot(), test.config).orElseThrow();
        assertThat(found.clean()).isFalse();
        assertThat(found.release()).isEqualTo("4.x");
        test.open();
    }

    @Test
    void theLengthsOfFilesThatAreThereAreFound() throws IOException {
        send(MESSAGES);
        test.store.close();
        FileLengths lengths = FileLengths.find(test.disk.boot(), TestStore.ROOT, test.config.commitLog());
        assertThat(lengths.segmentBytes()).hasValue(test.config.files().segmentBytes());
        assertThat(lengths.queueFileBytes()).hasValue(test.config.files().queueFileBytes());
        FileLengths nothing = FileLengths.find(test.disk.boot(), Path.of("/nowhere"), Path.of("/nowhere/commitlog"));
        assertThat(nothing.segmentBytes()).isEmpty();
        assertThat(nothing.queueFileBytes()).isEmpty();
        test.open();
    }

    @Test
    void allMessagesAreThereWhateverApachesCheckpointSays() throws IOException {
        send(MESSAGES);
        for (long queuesTo : new long[] {0, 1, logOffset(1), logOffset(20), 20_000, 1L << 40, -5}) {
            test.store.close();
            putCheckpoint(Long.MAX_VALUE, queuesTo == 0 ? 0 : 1, queuesTo);
            test.open();
            assertThat(test.bodies("orders", 3)).as("queues to %d", queuesTo).isEqualTo(sent);
            send(5);
            test.store.close();
            putCheckpoint(Long.MAX_VALUE, queuesTo == 0 ? 0 : 1, queuesTo);
            test.disk.deleteTree(file("apogee")); // it was never ours
            test.open();
            assertThat(test.bodies("orders", 3)).as("queues to %d", queuesTo).isEqualTo(sent);
            send(5);
        }
        assertThat(test.bodies("orders", 3)).isEqualTo(sent);
    }

    @Test
    void oldBytesBehindTheEndDoNotComeBack() throws IOException {
        send(5);
        long end = test.store.log().maxOffset();
        int segmentBytes = test.config.files().segmentBytes();
        test.store.close();
        byte[] old = new byte[1000];
        Arrays.fill(old, (byte) 0x5A);
        Path segment = test.config.commitLog().resolve("%020d".formatted(end / segmentBytes * segmentBytes));
        put(segment, end % segmentBytes, old);
        putCheckpoint(1, 1, 1);
        test.open();
        assertThat(test.store.log().maxOffset()).isEqualTo(end);
        try (DiskFile file = test.disk.boot().open(segment)) {
            ByteBuffer behind = ByteBuffer.allocate(old.length);
            file.read(behind, end % segmentBytes);
            assertThat(behind.array()).containsOnly(0);
        }
        send(5);
        test.kill();
        assertThat(test.bodies("orders", 3)).isEqualTo(sent);
    }
}
