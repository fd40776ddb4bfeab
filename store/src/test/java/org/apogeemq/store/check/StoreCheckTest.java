package org.apogeemq.store.check;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;
import org.apogeemq.protocol.record.RecordFormat;
import org.apogeemq.store.TestStore;
import org.apogeemq.store.TextView;
import org.apogeemq.store.check.CheckReport.Maker;
import org.apogeemq.store.check.CheckReport.Stop;
import org.apogeemq.store.disk.Failure;
import org.apogeemq.store.disk.FaultyDisk;
import org.apogeemq.store.disk.Operation;
import org.apogeemq.store.disk.PowerCut;
import org.apogeemq.store.queue.QueueMemory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StoreCheckTest {
    private static final Path ROOT = TestStore.ROOT;
    private static final Path LOG = ROOT.resolve("commitlog");
    private static final Path TABLE = ROOT.resolve("apogee/queues.table");
    private static final Path SECOND = LOG.resolve("00000000000000016384");

    private final TextView view = new TextView("values");
    private final TestStore test = new TestStore(view).open();
    private final FaultyDisk disk = test.disk;

    @BeforeEach
    void fill() {
        for (int i = 0; i < 300; i++) {
            test.send("orders", i % 4, "message " + i + "x".repeat(i % 200), i % 3 == 0 ? "red" : null);
        }
        test.store.append(view, "a=1".getBytes(UTF_8)).join();
        test.store.queues().remove("gone").join();
    }

    @Test
    void aStoppedStoreIsSound() throws Exception {
        test.store.close();
        CheckReport report = check();
        assertThat(report.findings()).isEmpty();
        assertThat(report.isSound()).isTrue();
        assertThat(report.maker()).isEqualTo(Maker.APOGEE);
        assertThat(report.stopped()).isEqualTo(Stop.CLEANLY);
        assertThat(report.log().records()).isEqualTo(302);
        assertThat(report.log().segments()).isGreaterThan(2);
        assertThat(report.queues().queues()).isEqualTo(5);
        assertThat(report.queues().entries()).isEqualTo(302);
        assertThat(report.queues().pending()).isZero();
    }

    @Test
    void aKilledStoreIsSoundThoughItsQueueFilesAreBehind() throws Exception {
        disk.restartProcess();
        test.end();
        CheckReport report = check();
        assertThat(report.findings()).isEmpty();
        assertThat(report.stopped()).isEqualTo(Stop.NOT_CLEANLY);
        assertThat(report.log().records()).isEqualTo(302);
        assertThat(report.queues().entries() + report.queues().pending()).isEqualTo(302);
    }

    @Test
    void anEmptyStoreThatWasKilledBehindItsFirstCheckpointIsSound() throws Exception {
        TestStore empty = new TestStore().open();
        empty.time.advance(Duration.ofSeconds(10));
        empty.restart();
        empty.disk.restartProcess();
        empty.end();
        assertThat(check(empty.disk).findings()).isEmpty();
    }

    @Test
    void aRemovedTopicThatCameAgainIsNoDamage() throws Exception {
        test.store.queues().remove("orders").join();
        test.send("orders", 1, "anew");
        test.store.close();
        assertThat(check().findings()).isEmpty();
    }

    @Test
    void aFlippedBitIsFoundWithItsRecord() throws Exception {
        test.store.close();
        int at = recordAt(SECOND, 3);
        int body = at + RecordFormat.FIXED_BYTES;
        disk.overwrite(SECOND, body, (byte) (disk.bytes(SECOND)[body] ^ 4));
        CheckReport report = check();
        assertThat(report.findingCount()).isPositive();
        Finding finding = report.findings().getFirst();
        assertThat(finding.file()).isEqualTo(SECOND);
        assertThat(finding.position()).isEqualTo(at);
        assertThat(finding.length()).isEqualTo(sizeAt(SECOND, at));
        assertThat(finding.reason()).contains("CRC");
        assertThat(report.log().records()).isEqualTo(301);
    }

    @Test
    void aLostSectorOfARecordsHeadIsFoundAndTheRestStays() throws Exception {
        test.store.close();
        int at = recordAt(SECOND, 5);
        disk.overwrite(SECOND, at, new byte[60]);
        CheckReport report = check();
        assertThat(report.findings().getFirst())
                .extracting(Finding::file, Finding::position, Finding::reason)
                .containsExactly(SECOND, (long) at, "zeros");
        assertThat(report.log().records()).isEqualTo(301);
    }

    @Test
    void aTruncatedFileIsFound() throws Exception {
        test.store.close();
        disk.resize(SECOND, 9000);
        CheckReport report = check();
        assertThat(report.findings().getFirst())
                .extracting(Finding::file, Finding::position, Finding::length)
                .containsExactly(SECOND, 9000L, 16384L - 9000);
        assertThat(report.log().records()).isLessThan(302).isGreaterThan(150);
    }

    @Test
    void aMissingFileIsFound() throws Exception {
        test.store.close();
        disk.delete(SECOND);
        assertThat(check().findings()).anySatisfy(finding -> {
            assertThat(finding.reason()).contains("00000000000000016384");
            assertThat(finding.outcome()).contains("backup");
        });
    }

    @Test
    void garbageBehindTheEndIsFoundZerosAreNot() throws Exception {
        test.store.close();
        CheckReport sound = check();
        Path last = LOG.resolve("%020d".formatted(sound.log().to() / 16384 * 16384));
        disk.overwrite(last, (int) (sound.log().to() % 16384) + 5, (byte) 7);
        CheckReport report = check();
        assertThat(report.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.file()).isEqualTo(last);
            assertThat(finding.position()).isEqualTo(sound.log().to() % 16384);
            assertThat(finding.length()).isEqualTo(6);
            assertThat(finding.outcome()).contains("cut");
        });
    }

    @Test
    void aTornLastRecordOfAPowerCutIsFoundAndChangesNothing() throws Exception {
        test.time.advance(Duration.ofSeconds(30));
        test.send("orders", 0, "torn " + "x".repeat(3000));
        int[] pages = new int[1];
        disk.crash((what, bytes) -> what != PowerCut.Loss.PAGE || ++pages[0] % 3 != 0 ? bytes : 0);
        test.end();
        check();
    }

    @Test
    void aWrongOrMissingQueueEntryIsFound() throws Exception {
        test.store.close();
        Path queue = ROOT.resolve("consumequeue/orders/2/00000000000000000000");
        disk.overwrite(queue, 20 * 7 + 5, (byte) 99);
        disk.overwrite(queue, 20 * 9, new byte[20]);
        CheckReport report = check();
        assertThat(report.findings()).extracting(Finding::file).containsExactly(queue, queue);
        assertThat(report.findings()).extracting(Finding::position).containsExactly(180L, 140L);
        assertThat(report.findings()).extracting(Finding::length).containsExactly(20L, 20L);
    }

    @Test
    void aMissingQueueIsFound() throws Exception {
        test.store.close();
        disk.deleteTree(ROOT.resolve("consumequeue/orders/3"));
        assertThat(check().findings()).singleElement().satisfies(finding -> {
            assertThat(finding.file()).isEqualTo(ROOT.resolve("consumequeue/orders/3"));
            assertThat(finding.length()).isEqualTo(75 * 20);
        });
    }

    @Test
    void damageBesideTheLogIsFound() throws Exception {
        test.store.close();
        disk.overwrite(ROOT.resolve("checkpoint"), 44, (byte) 9);
        disk.overwrite(ROOT.resolve("apogee/values.snapshot"), 30, (byte) 9);
        disk.put(ROOT.resolve("config/topics.json"), "{\"a\":".getBytes(UTF_8));
        assertThat(check().findings())
                .extracting(finding -> finding.file().getFileName().toString())
                .containsExactly("checkpoint", "values.snapshot", "topics.json");
    }

    @Test
    void aDamagedTableOfQueuesIsFound() throws Exception {
        test.store.close();
        byte[] whole = disk.bytes(TABLE);
        for (int at : new int[] {0, 9, 14, 40, whole.length - 1}) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 4;
            disk.put(TABLE, damaged);
            assertThat(check().findings()).singleElement().satisfies(finding -> {
                assertThat(finding.file()).isEqualTo(TABLE);
                assertThat(finding.outcome()).contains("made again from the log");
            });
        }
        disk.put(TABLE, Arrays.copyOf(whole, 20));
        assertThat(check().findings())
                .extracting(Finding::reason)
                .containsExactly("the table of queues cannot be used: it is too short");
        disk.delete(TABLE);
        assertThat(check().findings()).extracting(Finding::reason).containsExactly("the table of queues is missing");
    }

    @Test
    void entriesOfTheTableThatDoNotAgreeWithTheLogAreFound() throws Exception {
        test.store.close();
        TestStore unwritten =
                new TestStore().with(new QueueMemory(8, 1000, 1 << 20)).open();
        for (int i = 0; i < 300; i++) {
            unwritten.send("orders", i % 3, "message " + i + "x".repeat(i % 200));
        }
        unwritten.close();
        assertThat(check(unwritten.disk).findings()).isEmpty();
        byte[] whole = unwritten.disk.bytes(TABLE);
        int entry = find(whole, 16384);
        byte[] elsewhere = whole.clone();
        ByteBuffer.wrap(elsewhere).putLong(entry, 16385);
        unwritten.disk.put(TABLE, sealed(elsewhere));
        assertThat(check(unwritten.disk).findings()).singleElement().satisfies(finding -> {
            assertThat(finding.file()).isEqualTo(TABLE);
            assertThat(finding.position()).isEqualTo(entry);
            assertThat(finding.reason()).contains("points to log offset 16385, where no record of the queue is");
        });
        byte[] longer = whole.clone();
        ByteBuffer.wrap(longer).putInt(entry + 8, 7);
        unwritten.disk.put(TABLE, sealed(longer));
        assertThat(check(unwritten.disk).findings())
                .singleElement()
                .satisfies(
                        finding -> assertThat(finding.reason()).contains("says that the record at 16384 has 7 bytes"));
    }

    private static int find(byte[] bytes, long number) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return IntStream.range(36, bytes.length - 8)
                .filter(at -> buffer.getLong(at) == number)
                .findFirst()
                .orElseThrow();
    }

    private static byte[] sealed(byte[] table) {
        CRC32C crc = new CRC32C();
        crc.update(table, 0, table.length - 4);
        ByteBuffer.wrap(table).putInt(table.length - 4, (int) crc.getValue());
        return table;
    }

    @Test
    void aStoreLikeApachesIsCheckedWithoutOurFiles() throws Exception {
        test.store.close();
        disk.deleteTree(ROOT.resolve("apogee"));
        byte[] apaches = new byte[4096];
        ByteBuffer.wrap(apaches).putLong(0, 1).putLong(8, 1);
        disk.put(ROOT.resolve("checkpoint"), apaches);
        CheckReport report = check();
        assertThat(report.findings()).isEmpty();
        assertThat(report.maker()).isEqualTo(Maker.APACHE);
    }

    @Test
    void whatIsNoStoreOrInUseIsNotChecked() throws Exception {
        assertThatThrownBy(this::check).isInstanceOf(CannotCheckException.class).hasMessageContaining("is in use");
        test.store.close();
        disk.deleteTree(LOG);
        assertThatThrownBy(this::check).isInstanceOf(CannotCheckException.class).hasMessageContaining("no folder");
    }

    @Test
    void aDiskThatCannotBeReadIsNoDamage() {
        test.store.close();
        disk.failAll(Operation.READ, path -> path.startsWith(LOG), Failure.ioError());
        assertThatThrownBy(this::check).isInstanceOf(CannotCheckException.class).hasMessageContaining("cannot read");
        disk.heal();
    }

    /** Checks, and makes sure that not a byte, name or length was changed, nor anything left open. */
    private CheckReport check() throws CannotCheckException {
        return check(disk);
    }

    private static CheckReport check(FaultyDisk disk) throws CannotCheckException {
        Map<Path, byte[]> before = contents(disk);
        int open = disk.openFiles();
        CheckReport report = new StoreCheck(disk.boot(), ROOT, LOG).run((done, total) -> {});
        assertThat(contents(disk)).containsExactlyEntriesOf(before);
        assertThat(disk.openFiles()).isEqualTo(open);
        return report;
    }

    private static Map<Path, byte[]> contents(FaultyDisk disk) {
        Map<Path, byte[]> contents = new TreeMap<>();
        disk.files().forEach(path -> contents.put(path, disk.bytes(path)));
        return contents;
    }

    /** Where the {@code n}th record of a file begins. */
    private int recordAt(Path file, int n) {
        int at = 0;
        for (int i = 0; i < n; i++) {
            at += sizeAt(file, at);
        }
        return at;
    }

    private int sizeAt(Path file, int at) {
        return RecordFormat.totalSize(ByteBuffer.wrap(disk.bytes(file)), at);
    }
}
