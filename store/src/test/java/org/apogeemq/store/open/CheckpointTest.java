package org.apogeemq.store.open;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.apogeemq.protocol.record.RecordFormat;
import org.apogeemq.store.disk.Disk;
import org.apogeemq.store.disk.RealDisk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {
    private static final Checkpoint WRITTEN = new Checkpoint(1_795_168_534_309L, 4202, 77, true);

    private final Disk disk = new RealDisk();

    @TempDir
    private Path root;

    private ByteBuffer bytes() throws IOException {
        return ByteBuffer.wrap(Files.readAllBytes(root.resolve("checkpoint")));
    }

    private Checkpoint read() throws IOException {
        return Checkpoint.read(disk, root, root.resolve("commitlog"));
    }

    /** Does what Apache's broker does: changes its six longs and nothing else. */
    private void writeAsApache(long logTime, long queueTime, long queuesTo) throws IOException {
        ByteBuffer bytes = bytes();
        bytes.putLong(0, logTime).putLong(8, queueTime).putLong(40, queuesTo);
        Files.write(root.resolve("checkpoint"), bytes.array());
    }

    @Test
    void weReadWhatWeWroteWhetherApacheMayRelyOnItOrNot() throws IOException {
        WRITTEN.write(disk, root, false);
        assertThat(read()).isEqualTo(WRITTEN);
        WRITTEN.write(disk, root, true);
        assertThat(read()).isEqualTo(WRITTEN);
    }

    @Test
    void thatOfAnEmptyStoreIsNotTakenForALostOne() throws IOException {
        new Checkpoint(0, 0, 0, true).write(disk, root, false);
        assertThat(read()).isNotEqualTo(Checkpoint.LOST);
    }

    @Test
    void apacheIsToldNothingOfQueuesWhileTheStoreIsOpen() throws IOException {
        WRITTEN.write(disk, root, false);
        assertThat(bytes().getLong(8)).isZero();
        assertThat(bytes().getLong(40)).isZero();
        assertThat(bytes().capacity()).isEqualTo(4096);
    }

    @Test
    void apacheIsToldHowFarQueueFilesAreWhenTheyHoldEverything() throws IOException {
        WRITTEN.write(disk, root, true);
        assertThat(bytes().getLong(8)).isEqualTo(WRITTEN.storeTimestamp());
        assertThat(bytes().getLong(40)).isEqualTo(WRITTEN.queuesTo());
    }

    @Test
    void whatApacheHasChangedIsApaches() throws IOException {
        WRITTEN.write(disk, root, true);
        writeAsApache(2_000_000_000_000L, 1_900_000_000_000L, 8192);
        assertThat(read()).isEqualTo(new Checkpoint(1_900_000_000_000L, 8192, 77, false));
    }

    @Test
    void aMissingOrShortFileSaysNothing() throws IOException {
        assertThat(read()).isEqualTo(Checkpoint.NONE);
        Files.write(root.resolve("checkpoint"), new byte[20]);
        assertThat(read()).isEqualTo(Checkpoint.NONE);
    }

    @Test
    void inAFolderOfOursABrokenSealIsApachesOnlyIfItNamesARecord() throws IOException {
        WRITTEN.write(disk, root, true);
        ours();
        writeAsApache(2_000_000_000_000L, 1_900_000_000_000L, 4202);
        assertThat(read()).isEqualTo(Checkpoint.LOST);
        record(4202);
        assertThat(read()).isEqualTo(new Checkpoint(1_900_000_000_000L, 4202, 77, false));
        byte[] whole = bytes().array();
        Files.write(root.resolve("checkpoint"), Arrays.copyOf(whole, 57));
        assertThat(read()).isEqualTo(Checkpoint.LOST);
        Files.write(root.resolve("checkpoint"), whole);
        writeAsApache(2_000_000_000_000L, 0, 4202);
        assertThat(read()).isEqualTo(Checkpoint.LOST);
        writeAsApache(2_000_000_000_000L, 1_900_000_000_000L, 4203);
        assertThat(read()).isEqualTo(Checkpoint.LOST);
        writeAsApache(2_000_000_000_000L, 1_900_000_000_000L, 0);
        assertThat(read()).as("we left it so, and Apache 4 would not change it").isEqualTo(Checkpoint.LOST);
    }

    @Test
    void inAFolderOfOursAMissingOrShortFileIsLost() throws IOException {
        ours();
        assertThat(read()).isEqualTo(Checkpoint.LOST);
        Files.write(root.resolve("checkpoint"), new byte[20]);
        assertThat(read()).isEqualTo(Checkpoint.LOST);
        Files.write(root.resolve("checkpoint"), new byte[4096]);
        assertThat(read()).isEqualTo(Checkpoint.LOST);
    }

    @Test
    void apachesCheckpointOfBeforeWeOpenedTheStoreStaysApachesIfItNamesARecord() throws IOException {
        Files.write(root.resolve("checkpoint"), new byte[4096]);
        writeAsApache(2_000_000_000_000L, 1_900_000_000_000L, 4202);
        ours();
        record(4202);
        assertThat(read()).isEqualTo(new Checkpoint(1_900_000_000_000L, 4202, 0, false));
        writeAsApache(2_000_000_000_000L, 1_900_000_000_000L, 0);
        assertThat(read()).isEqualTo(Checkpoint.LOST);
    }

    @Test
    void anotherFileInItsPlaceIsNoneEvenIfItNamesARecordByChance() throws IOException {
        WRITTEN.write(disk, root, true);
        ours();
        record(4202);
        writeAsApache(2_000_000_000_000L, 1_900_000_000_000L, 4202);
        byte[] apaches = bytes().array();
        Files.write(root.resolve("checkpoint"), Arrays.copyOf(apaches, 640));
        assertThat(read()).as("a short one").isEqualTo(Checkpoint.LOST);
        apaches[3245] = 1;
        Files.write(root.resolve("checkpoint"), apaches);
        assertThat(read()).as("one that holds more").isEqualTo(Checkpoint.LOST);
        WRITTEN.write(disk, root, true);
        byte[] sealed = bytes().array();
        sealed[3245] = 1;
        Files.write(root.resolve("checkpoint"), sealed);
        assertThat(read()).as("one of ours, which the seal vouches for").isEqualTo(WRITTEN);
    }

    private void ours() throws IOException {
        Files.createDirectories(root.resolve("apogee"));
        Files.writeString(root.resolve("apogee/running"), "boot");
    }

    private void record(int at) throws IOException {
        Files.createDirectories(root.resolve("commitlog"));
        ByteBuffer log = ByteBuffer.allocate(8192);
        log.putInt(at + 4, RecordFormat.MAGIC_V1).putLong(at + 28, at);
        Files.write(root.resolve("commitlog/00000000000000000000"), log.array());
    }
}
