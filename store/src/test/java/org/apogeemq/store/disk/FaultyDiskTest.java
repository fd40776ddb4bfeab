package org.apogeemq.store.disk;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The disk that other tests rely on loses what a real one may lose, and nothing else. */
class FaultyDiskTest {
    private static final Path FOLDER = Path.of("/data");
    private static final Path FILE = FOLDER.resolve("file");

    private final FaultyDisk disk = new FaultyDisk();

    @Test
    void aFileIsThereAfterAPowerCutOnlyIfItsFolderWasForced() throws IOException {
        write(durableFolder(), FILE, 0, "forced bytes, but no name").force();
        disk.crash(PowerCut.MERCILESS);
        assertThat(disk.list(FOLDER)).isEmpty();

        write(disk.boot(), FILE, 0, "again").force();
        disk.boot().forceFolder(FOLDER);
        disk.crash(PowerCut.MERCILESS);
        assertThat(text()).isEqualTo("again");
    }

    @Test
    void aDeletionOrRenameThatWasNotForcedMayNotHaveHappened() throws IOException {
        Disk mount = durableFolder();
        write(mount, FILE, 0, "old").force();
        write(mount, FOLDER.resolve("new"), 0, "new").force();
        mount.forceFolder(FOLDER);
        mount.rename(FOLDER.resolve("new"), FILE);
        FaultyDisk other = disk.copy();
        disk.crash(PowerCut.MERCILESS);
        assertThat(text()).isEqualTo("old");
        assertThat(disk.list(FOLDER)).containsExactly("file", "new");
        other.crash(PowerCut.SPARING);
        assertThat(other.bytes(FILE)).asString().isEqualTo("new");
        assertThat(other.list(FOLDER)).containsExactly("file");
    }

    @Test
    void pagesLengthAndCutOfAFileSurviveEachForItself() throws IOException {
        DiskFile file = durableFile("a".repeat(600));
        file.write(bytes("B"), 0);
        file.write(bytes("C"), 599);
        file.write(bytes("D"), 700);
        Set<String> found = new HashSet<>();
        EveryPowerCut cuts = new EveryPowerCut();
        do {
            FaultyDisk copy = disk.copy();
            copy.crash(cuts);
            String left = new String(copy.bytes(FILE), US_ASCII);
            found.add("" + left.charAt(0) + left.charAt(599) + left.length());
        } while (cuts.next());
        assertThat(found)
                .containsExactlyInAnyOrder("aa600", "aC600", "Ba600", "BC600", "aa701", "aC701", "Ba701", "BC701");
    }

    @Test
    void bytesThatWereCutOffMayComeBackUntilTheCutIsForced() throws IOException {
        DiskFile file = durableFile("a".repeat(2000));
        file.resize(1024);
        file.resize(2000);
        FaultyDisk forced = disk.copy();
        disk.crash(PowerCut.MERCILESS);
        assertThat(text()).isEqualTo("a".repeat(2000));
        write(forced.boot(), FILE, 0, "").force();
        forced.crash(PowerCut.MERCILESS);
        assertThat(forced.bytes(FILE)).asString().isEqualTo("a".repeat(1024) + "\0".repeat(976));
    }

    @Test
    void aWriteIsTornAtTheByteThatIsAskedFor() throws IOException {
        DiskFile file = durableFile("");
        disk.fail(Operation.WRITE, 2, Failure.powerCut().after(3));
        file.write(bytes("whole "), 0);
        assertThatThrownBy(() -> file.write(bytes("torn"), 6)).hasMessageContaining("crashed");
        assertThatThrownBy(file::force).hasMessageContaining("crashed");
        disk.crash(PowerCut.SPARING);
        assertThat(text()).isEqualTo("whole tor");
    }

    @Test
    void aFailedForceIsFinal() throws IOException {
        DiskFile file = durableFile("a");
        file.write(bytes("b"), 0);
        disk.fail(Operation.FORCE, 1, Failure.ioError());
        assertThatThrownBy(file::force).hasMessage("input/output error");
        file.force();
        assertThat(text()).isEqualTo("b");
        disk.crash(PowerCut.SPARING);
        assertThat(text()).isEqualTo("a");
    }

    @Test
    void spaceIsTakenByPagesAndGivenBackByDeletions() throws IOException {
        DiskFile file = durableFile("a");
        disk.spaceLeft(2L * FaultyDisk.PAGE_BYTES);
        file.resize(1 << 20);
        assertThatThrownBy(() -> file.write(bytes("x".repeat(2000)), 0)).isInstanceOf(DiskFullException.class);
        file.write(bytes("y"), 0);
        assertThat(disk.freeBytes()).isZero();
        disk.boot().delete(FILE);
        assertThat(disk.freeBytes()).isEqualTo(3L * FaultyDisk.PAGE_BYTES);
    }

    @Test
    void aMappingShowsWhatIsWrittenLater() throws IOException {
        DiskFile file = durableFile("abc");
        MappedBytes mapping = file.map(3);
        file.write(bytes("x"), 1);
        file.write(bytes("long".repeat(1000)), 3);
        file.write(bytes("y"), 2);
        assertThat(mapping.bytes().get(1)).isEqualTo((byte) 'x');
        assertThat(mapping.bytes().get(2)).isEqualTo((byte) 'y');
    }

    private Disk durableFolder() throws IOException {
        Disk mount = disk.boot();
        mount.createFolders(FOLDER);
        mount.forceFolder(FOLDER.getParent());
        return mount;
    }

    private DiskFile durableFile(String text) throws IOException {
        Disk mount = durableFolder();
        DiskFile file = write(mount, FILE, 0, text);
        file.force();
        mount.forceFolder(FOLDER);
        return file;
    }

    private static DiskFile write(Disk mount, Path path, long at, String text) throws IOException {
        DiskFile file = mount.open(path);
        file.write(bytes(text), at);
        return file;
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(US_ASCII));
    }

    private String text() {
        return new String(disk.bytes(FILE), US_ASCII);
    }
}
