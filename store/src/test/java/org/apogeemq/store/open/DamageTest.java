package org.apogeemq.store.open;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.apogeemq.store.Records;
import org.apogeemq.store.StoreException;
import org.apogeemq.store.TestStore;
import org.apogeemq.store.log.Draft;
import org.apogeemq.store.open.DamagedLog.Sent;
import org.apogeemq.store.open.DamagedRange.Outcome;
import org.junit.jupiter.api.Test;

class DamageTest {
    private final DamagedLog log = new DamagedLog(240, 7); // four segments

    @Test
    void aFlippedBitAnywhereInARecordCostsThatRecordOnly() {
        Sent victim = inMiddle();
        for (int i = 0; i < victim.bytes(); i++) {
            try (DamagedLog damaged = log.copy()) {
                damaged.flip(victim.logOffset() + i, (i * 5 + 3) % 8);
                damaged.open();
                assertOnlyLost(damaged, Set.of(victim.name()), "byte " + i);
            }
        }
    }

    @Test
    void everyBitOfTheFieldsThatPlaceARecordMayBeFlipped() {
        Sent victim = inMiddle();
        for (int at : new int[] {0, 2, 3, 4, 7, 12, 15, 20, 26, 27, 28, 34, 35, 36, 39, 56, 60, 61, 87}) {
            for (int bit = 0; bit < 8; bit++) {
                try (DamagedLog damaged = log.copy()) {
                    damaged.flip(victim.logOffset() + at, bit);
                    damaged.open();
                    assertOnlyLost(damaged, Set.of(victim.name()), "byte " + at + " bit " + bit);
                }
            }
        }
    }

    @Test
    void aDamagedBodyIsReportedAndKeepsItsPlaceInTheQueue() {
        Sent victim = inMiddle();
        log.flip(victim.logOffset() + 90, 0);
        DamageReport report = log.open();
        assertThat(report.ranges()).singleElement().satisfies(range -> {
            assertThat(range.from()).isEqualTo(victim.logOffset());
            assertThat(range.to()).isEqualTo(victim.logOffset() + victim.bytes());
            assertThat(range.outcome()).isEqualTo(Outcome.MARKED);
            assertThat(range.reason()).contains("CRC");
            assertThat(range.toString()).contains("of 0000000000000").contains("log offset " + victim.logOffset());
        });
        assertThat(report.lostCount()).isEqualTo(1);
        log.close();
    }

    @Test
    void theLastMessageOfAQueueKeepsItsPlaceIfOnlyItsBodyIsDamaged() {
        Sent last = log.sent.stream()
                .filter(message -> message.queue().equals("orders/1"))
                .toList()
                .getLast();
        assertThat(last).isNotEqualTo(log.sent.getLast());
        log.flip(last.logOffset() + 90, 0);
        log.open();
        assertThat(log.store().queues().get("orders", 1).maxOffset()).isEqualTo(last.queueOffset() + 1);
        log.openAgain();
        assertThat(log.store().queues().get("orders", 1).maxOffset()).isEqualTo(last.queueOffset() + 1);
        log.close();
    }

    @Test
    void rangesOfAnyKindAndLengthCostWhatTheyTouch() {
        Random random = new Random(4);
        long begin = log.sent.get(log.firstBehindCheckpoint()).logOffset();
        long end = log.sent.get(log.sent.size() - 8).logOffset();
        for (int round = 0; round < 150; round++) {
            try (DamagedLog damaged = log.copy()) {
                int length = 1 + random.nextInt(random.nextBoolean() ? 600 : 20_000);
                long from = begin + (long) (random.nextDouble() * (end - begin - length));
                byte[] bytes = new byte[length];
                if (random.nextBoolean()) {
                    random.nextBytes(bytes);
                }
                for (int i = 0; i < length; i++) {
                    damaged.write(from + i, bytes[i]);
                }
                damaged.open();
                assertOnlyLost(damaged, damaged.touched(from, from + length), "round " + round);
            }
        }
    }

    @Test
    void aTruncatedFileInTheMiddleCostsWhatItLacks() {
        for (long base = 0; base < 3 * DamagedLog.SEGMENT_BYTES; base += DamagedLog.SEGMENT_BYTES) {
            for (int left : new int[] {0, 1, 5000, DamagedLog.SEGMENT_BYTES - 4}) {
                try (DamagedLog damaged = log.copy()) {
                    damaged.disk.resize(DamagedLog.file(base), left);
                    DamageReport report = damaged.open();
                    Set<String> lost = damaged.touched(base + left, base + DamagedLog.SEGMENT_BYTES);
                    assertOnlyLost(damaged, lost, base + " cut to " + left);
                    assertThat(report.isEmpty()).isEqualTo(lost.isEmpty());
                }
            }
        }
    }

    @Test
    void aMissingFileIsRefusedUntilAnEmptyOneTakesItsPlace() {
        long base = 2 * DamagedLog.SEGMENT_BYTES;
        log.disk.delete(DamagedLog.file(base));
        assertThatThrownBy(log::open)
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("00000000000000032768 is missing between")
                .hasMessageContaining("create an empty file of that name");
        log.disk.restartProcess();
        log.disk.put(DamagedLog.file(base));
        log.open();
        assertOnlyLost(log, log.touched(base, base + DamagedLog.SEGMENT_BYTES), "empty file");
        log.close();
    }

    @Test
    void filesThatWereGivenEachOthersNameAreRefusedAndNotTouched() {
        long one = DamagedLog.SEGMENT_BYTES;
        long two = 2 * DamagedLog.SEGMENT_BYTES;
        byte[] first = log.disk.bytes(DamagedLog.file(one));
        byte[] second = log.disk.bytes(DamagedLog.file(two));
        log.disk.put(DamagedLog.file(one), second);
        log.disk.put(DamagedLog.file(two), first);
        log.disk.delete(TestStore.ROOT.resolve("checkpoint"));
        assertThatThrownBy(log::open)
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("holds what belongs into 00000000000000032768")
                .hasMessageContaining("give the files their right names");
        log.disk.restartProcess();
        assertThat(log.disk.bytes(DamagedLog.file(one))).isEqualTo(second);
        assertThat(log.disk.bytes(DamagedLog.file(two))).isEqualTo(first);
        log.disk.put(DamagedLog.file(one), first);
        log.disk.put(DamagedLog.file(two), second);
        log.open();
        assertOnlyLost(log, Set.of(), "names are right");
        log.close();
    }

    @Test
    void theQueuesAreMadeAgainOverHealedPlaces() {
        Sent victim = inMiddle();
        long from = victim.logOffset() - 700;
        for (long at = from; at < victim.logOffset() + 700; at++) {
            log.write(at, (byte) 0);
        }
        log.flip(log.sent.get(5).logOffset() + 90, 1);
        Set<String> lost = log.touched(from, victim.logOffset() + 700);
        lost.add(log.sent.get(5).name());
        log.open();
        log.kill();
        log.disk.deleteTree(TestStore.ROOT.resolve("consumequeue"));
        log.disk.delete(TestStore.ROOT.resolve("checkpoint"));
        log.open();
        assertOnlyLost(log, lost, "made again");
        log.close();
    }

    @Test
    void whatWasWrittenOverIsKeptAside() {
        Sent victim = inMiddle();
        byte[] before = new byte[victim.bytes()];
        log.flip(victim.logOffset() + 90, 0);
        for (int i = 0; i < before.length; i++) {
            before[i] = log.read(victim.logOffset() + i);
        }
        log.open();
        byte[] kept = log.disk.bytes(TestStore.ROOT.resolve("apogee/set-aside/overwritten"));
        assertThat(ByteBuffer.wrap(kept).getLong()).isEqualTo(victim.logOffset());
        int length = ByteBuffer.wrap(kept).getInt(8);
        assertThat(Arrays.copyOfRange(kept, 12, 12 + length)).isEqualTo(Arrays.copyOf(before, length));
        for (int i = length; i < before.length; i++) {
            assertThat(log.read(victim.logOffset() + i)).isEqualTo(before[i]);
        }
        log.close();
    }

    @Test
    void aFileBehindTheEndThatHoldsSomethingIsSetAside() {
        long next = log.disk.list(TestStore.ROOT.resolve("commitlog")).size() * (long) DamagedLog.SEGMENT_BYTES;
        byte[] junk = new byte[DamagedLog.SEGMENT_BYTES];
        junk[9000] = 1;
        log.disk.put(DamagedLog.file(next), junk);
        log.disk.put(DamagedLog.file(next + DamagedLog.SEGMENT_BYTES), new byte[DamagedLog.SEGMENT_BYTES]);
        DamageReport report = log.open();
        assertThat(report.setAside())
                .containsExactly(TestStore.ROOT.resolve("apogee/set-aside").resolve("%020d".formatted(next)));
        assertThat(log.disk.bytes(report.setAside().getFirst())).isEqualTo(junk);
        assertThat(log.disk.exists(DamagedLog.file(next))).isFalse();
        assertThat(log.disk.exists(DamagedLog.file(next + DamagedLog.SEGMENT_BYTES)))
                .isFalse();
        assertOnlyLost(log, Set.of(), "set aside");
        log.close();
    }

    @Test
    void aTornLastRecordIsCutAndSaid() {
        Sent last = log.sent.getLast();
        log.flip(last.logOffset() + last.bytes() - 1, 6);
        log.flip(last.logOffset() + 90, 6);
        DamageReport report = log.open();
        assertThat(report.ranges()).singleElement().satisfies(range -> {
            assertThat(range.outcome()).isEqualTo(Outcome.CUT);
            assertThat(range.from()).isEqualTo(last.logOffset());
            assertThat(range.to()).isEqualTo(last.logOffset() + last.bytes());
        });
        assertThat(log.store().log().maxOffset()).isEqualTo(last.logOffset());
        assertOnlyLost(log, Set.of(last.name()), "torn");
        log.close();
    }

    @Test
    void theStoreGoesOnBehindDamage() {
        Sent victim = inMiddle();
        log.flip(victim.logOffset(), 3);
        log.open();
        long before = log.store().queues().get("orders", 0).maxOffset();
        Draft[] done = new Draft[1];
        Draft draft = new Draft(1024, 1, completed -> done[0] = completed);
        Records.add(draft, log.store().queues().obtain("orders", 0), "after", null, true);
        log.store().submit(draft);
        assertThat(done[0].queueOffset(0)).isEqualTo(before);
        log.openAgain();
        assertThat(log.found()).containsEntry("orders/0@" + before, "after");
        log.close();
    }

    @Test
    void aDamagedLengthDoesNotReachOverWholeRecords() {
        Sent victim = inMiddle();
        int index = log.sent.indexOf(victim);
        for (int behind = 2; behind < 6; behind++) {
            try (DamagedLog damaged = log.copy()) {
                long claimed = log.sent.get(index + behind).logOffset() - victim.logOffset();
                byte[] length = ByteBuffer.allocate(4).putInt((int) claimed).array();
                damaged.write(victim.logOffset(), length);
                damaged.open();
                assertOnlyLost(damaged, Set.of(victim.name()), "as long as " + behind);
            }
        }
    }

    @Test
    void queueOffsetsThatAreDamagedOneAfterTheOtherCostTheirMessagesOnly() {
        List<Sent> queue = log.sent.stream()
                .filter(message -> message.queue().equals("orders/0"))
                .toList();
        for (int bit = 0; bit < 40; bit++) {
            try (DamagedLog damaged = log.copy()) {
                Sent one = queue.get(queue.size() - 9);
                Sent next = queue.get(queue.size() - 8);
                damaged.write(one.logOffset() + 20, ahead(one, 1L << 22));
                damaged.write(next.logOffset() + 20, ahead(next, 1L << 26 | 1L << bit));
                damaged.open();
                assertOnlyLost(damaged, Set.of(one.name(), next.name()), "bit " + bit);
            }
        }
    }

    @Test
    void aDamagedQueueOffsetBehindAGapCostsNoOtherMessage() {
        List<Sent> queue = log.sent.stream()
                .filter(message -> message.queue().equals("orders/0"))
                .toList();
        int gap = queue.size() - 9;
        for (int claimed = gap - 2; claimed < gap + 6; claimed++) {
            for (int at = gap + 2; at < gap + 6; at++) {
                try (DamagedLog damaged = log.copy()) {
                    damaged.write(
                            queue.get(gap).logOffset(), new byte[queue.get(gap).bytes()]);
                    damaged.write(queue.get(gap + 1).logOffset(), new byte[100]);
                    Sent wrong = queue.get(at);
                    damaged.write(
                            wrong.logOffset() + 20,
                            ByteBuffer.allocate(8).putLong(claimed).array());
                    damaged.open();
                    Set<String> lost = new TreeSet<>(
                            List.of(queue.get(gap).name(), queue.get(gap + 1).name(), wrong.name()));
                    lost.add("orders/0@" + claimed); // two say so
                    assertOnlyLost(damaged, lost, at + " says it is " + claimed);
                }
            }
        }
    }

    private static byte[] ahead(Sent message, long by) {
        return ByteBuffer.allocate(8).putLong(message.queueOffset() | by).array();
    }

    @Test
    void anEmptyFileInFrontOfOneWhoseHeadIsLostCostsWhatBothHeld() {
        List<String> files = log.disk.list(TestStore.ROOT.resolve("commitlog"));
        long last = (log.sent.getLast().logOffset() / DamagedLog.SEGMENT_BYTES) * DamagedLog.SEGMENT_BYTES;
        assertThat(files).hasSizeGreaterThan(2);
        log.disk.put(DamagedLog.file(last - DamagedLog.SEGMENT_BYTES));
        log.write(last, new byte[64]);
        Set<String> lost = log.touched(last - DamagedLog.SEGMENT_BYTES, last + 64);
        log.open();
        assertOnlyLost(log, lost, "empty file");
        log.close();
    }

    @Test
    void aDamagedCheckpointCostsNothingBesidesWhatElseIsDamaged() {
        Random random = new Random(11);
        Sent aged = inMiddle();
        Sent zeroed = log.sent.get(log.sent.indexOf(aged) + 20);
        Sent early = log.sent.get(10);
        for (int bytes : new int[] {0, 1, 48, 64, 300, 4096}) {
            for (boolean zeros : new boolean[] {true, false}) {
                byte[] garbage = new byte[bytes];
                if (!zeros) {
                    random.nextBytes(garbage);
                }
                try (DamagedLog damaged = log.copy()) {
                    damaged.disk.put(TestStore.ROOT.resolve("checkpoint"), garbage);
                    damaged.flip(aged.logOffset() + 58, 6); // stored in the far future
                    damaged.write(zeroed.logOffset(), new byte[zeroed.bytes()]);
                    damaged.flip(early.logOffset() + 90, 2);
                    damaged.open();
                    Set<String> lost = Set.of(aged.name(), zeroed.name(), early.name());
                    assertOnlyLost(damaged, lost, bytes + (zeros ? " zeros" : " bytes of garbage"));
                }
            }
        }
    }

    /** A record in the middle of what is read again, in the middle of its segment, and of its queue. */
    private Sent inMiddle() {
        int middle = (log.firstBehindCheckpoint() + log.sent.size()) / 2;
        return log.sent.subList(middle, log.sent.size()).stream()
                .filter(message -> message.queue().equals("orders/0"))
                .filter(message -> message.logOffset() % DamagedLog.SEGMENT_BYTES > 2000)
                .filter(message -> message.logOffset() % DamagedLog.SEGMENT_BYTES < 12_000)
                .filter(this::isNextInItsQueueOnly)
                .findFirst()
                .orElseThrow();
    }

    /** With a damaged queue id it could be taken for the next message of another queue that is just as long. */
    private boolean isNextInItsQueueOnly(Sent message) {
        List<Sent> before = log.sent.subList(0, log.sent.indexOf(message));
        return before.stream()
                .map(Sent::queue)
                .distinct()
                .noneMatch(queue -> !queue.equals(message.queue())
                        && before.stream()
                                        .filter(other -> other.queue().equals(queue))
                                        .count()
                                == message.queueOffset());
    }

    /** What is not lost comes back under its place, now and after another start; of what is lost, nothing or itself. */
    private static void assertOnlyLost(DamagedLog damaged, Set<String> lost, String what) {
        Map<String, String> found = damaged.found();
        assertThat(differences(damaged.expectedWithout(lost), found, lost))
                .as(what)
                .isEmpty();
        damaged.openAgain();
        assertThat(differences(found, damaged.found(), Set.of()))
                .as(what + ", opened again")
                .isEmpty();
    }

    private static List<String> differences(Map<String, String> expected, Map<String, String> found, Set<String> but) {
        List<String> differences = new ArrayList<>();
        Set<String> names = new TreeSet<>(expected.keySet());
        names.addAll(found.keySet());
        names.removeAll(but);
        for (String name : names) {
            if (!Objects.equals(expected.get(name), found.get(name))) {
                differences.add(name + ": " + expected.get(name) + " is " + found.get(name));
            }
        }
        return differences;
    }
}
