package org.apogeemq.store.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apogeemq.store.disk.Disk;
import org.apogeemq.store.disk.DiskFile;
import org.apogeemq.store.disk.FaultyDisk;
import org.apogeemq.testkit.time.ManualTime;
import org.junit.jupiter.api.Test;

class SpaceKeeperTest {
    private static final Path FOLDER = Path.of("/data");
    private static final int FOUR = 4;
    private static final int NOON = 12;
    private static final long SEGMENT = 100;
    private static final int USED = 200 * FaultyDisk.PAGE_BYTES;

    private final FaultyDisk disk = new FaultyDisk();
    private final Disk mounted = disk.boot();
    private final ManualTime time = new ManualTime();
    private final Segments log = new Segments();

    @Test
    void oldSegmentsGoAtTheHourAndTheNewestStays() throws IOException {
        log.addStoredHoursAgo(100, 80, 71, 100);
        SpaceKeeper keeper = keeper(Retention.DEFAULT);
        at(NOON);
        keeper.round();
        assertThat(log.names()).containsExactly(0, 1, 2, 3);
        at(FOUR);
        keeper.round();
        assertThat(log.names()).containsExactly(2, 3);
    }

    @Test
    void otherLimitsHoldFromTheNextRoundOn() throws IOException {
        log.addStoredHoursAgo(50, 20, 0);
        SpaceKeeper keeper = keeper(Retention.DEFAULT);
        at(NOON);
        keeper.round();
        assertThat(log.names()).containsExactly(0, 1, 2);
        Retention changed = Retention.DEFAULT;
        keeper.change(new Retention(
                Duration.ofHours(48), Set.of(NOON), changed.usage(), 0, changed.batchMax(), changed.interval()));
        keeper.round();
        assertThat(log.names()).containsExactly(1, 2);
    }

    @Test
    void aYoungSegmentKeepsOlderTimesBehindIt() throws IOException {
        log.addStoredHoursAgo(1, 100, 100);
        SpaceKeeper keeper = keeper(Retention.DEFAULT);
        at(FOUR);
        keeper.round();
        assertThat(log.names()).containsExactly(0, 1, 2);
    }

    @Test
    void anAdministratorsWishGoesOnForSomeRounds() throws IOException {
        log.addStoredHoursAgo(80, 71, 0);
        SpaceKeeper keeper = keeper(Retention.DEFAULT);
        at(NOON);
        keeper.ask();
        keeper.round();
        assertThat(log.names()).containsExactly(1, 2);
        time.advance(Duration.ofHours(2));
        keeper.round();
        assertThat(log.names()).containsExactly(2);
    }

    @Test
    void whatIsOldGoesAtAnyHourWhenTheDiskIsThreeQuartersFull() throws IOException {
        log.addStoredHoursAgo(100, 71, 0);
        SpaceKeeper keeper = keeper(Retention.DEFAULT);
        at(NOON);
        used(75);
        keeper.round();
        assertThat(log.names()).containsExactly(0, 1, 2);
        used(76);
        keeper.round();
        assertThat(log.names()).containsExactly(1, 2);
    }

    @Test
    void whatIsYoungGoesOnlyUntilThereIsRoomAgain() throws IOException {
        log.addStoredHoursAgo(3, 2, 1, 0);
        SpaceKeeper keeper = keeper(Retention.DEFAULT);
        at(NOON);
        used(85);
        keeper.round();
        assertThat(log.names()).hasSize(4);
        log.onRemoved = () -> used(log.size() == 3 ? 86 : 85);
        used(87);
        keeper.round();
        assertThat(log.names()).containsExactly(2, 3);
        assertThat(log.refused).isFalse();
    }

    @Test
    void whatIsYoungStaysIfThatIsForbidden() throws IOException {
        log.addStoredHoursAgo(3, 2, 1, 0);
        SpaceKeeper keeper = keeper(with(new Retention.Usage(75, 85, 90, false)));
        at(NOON);
        used(99);
        keeper.round();
        assertThat(log.names()).hasSize(4);
        assertThat(log.refused).isTrue();
    }

    @Test
    void messagesAreRefusedAboveNinetyAndTakenAgainAtEightyFive() throws IOException {
        log.addStoredHoursAgo(0);
        SpaceKeeper keeper = keeper(Retention.DEFAULT);
        used(90);
        keeper.round();
        assertThat(log.refused).isFalse();
        used(91);
        keeper.round();
        assertThat(log.refused).isTrue();
        assertThat(keeper.isFull()).isTrue();
        assertThat(keeper.usedRatio()).isBetween(0.9, 0.91);
        used(86);
        keeper.round();
        assertThat(log.refused).isTrue();
        used(85);
        keeper.round();
        assertThat(log.refused).isFalse();
        assertThat(keeper.isFull()).isFalse();
    }

    @Test
    void aRoundDeletesNoMoreThanItMay() throws IOException {
        log.addStoredHoursAgo(100, 100, 100, 100, 100);
        Retention three = new Retention(
                Duration.ofHours(72), Set.of(FOUR), Retention.Usage.DEFAULT, 0, 3, Duration.ofSeconds(10));
        SpaceKeeper keeper = keeper(three);
        at(FOUR);
        keeper.round();
        assertThat(log.names()).containsExactly(3, 4);
    }

    @Test
    void theLogIsNotLongerThanItMayBe() throws IOException {
        log.addStoredHoursAgo(0, 0, 0, 0, 0);
        Retention limited = new Retention(
                Duration.ofHours(72), Set.of(), Retention.Usage.DEFAULT, 3 * SEGMENT, 10, Duration.ofSeconds(10));
        keeper(limited).round();
        assertThat(log.names()).containsExactly(2, 3, 4);
    }

    @Test
    void aSegmentThatMustStayEndsTheRound() throws IOException {
        log.addStoredHoursAgo(100, 100, 0);
        log.stuck = true;
        SpaceKeeper keeper = keeper(Retention.DEFAULT);
        at(FOUR);
        keeper.round();
        assertThat(log.names()).hasSize(3);
    }

    private SpaceKeeper keeper(Retention retention) throws IOException {
        mounted.createFolders(FOLDER);
        byte[] full = new byte[USED];
        Arrays.fill(full, (byte) 1);
        try (DiskFile file = mounted.open(FOLDER.resolve("data"))) {
            file.write(ByteBuffer.wrap(full), 0);
        }
        used(10);
        log.now = time.wallMillis();
        return new SpaceKeeper(retention, log, mounted, List.of(FOLDER), time, ZoneOffset.UTC);
    }

    private static Retention with(Retention.Usage usage) {
        return new Retention(Duration.ofHours(72), Set.of(), usage, 0, 10, Duration.ofSeconds(10));
    }

    private void used(int percent) {
        disk.totalBytes((USED * 100L + percent - 1) / percent);
    }

    /** Moves time to the next such hour; ages of segments stay. */
    private void at(int hour) {
        long millis = time.wallMillis() % 86_400_000;
        long wait = Math.floorMod(hour * 3_600_000L + 1 - millis, 86_400_000L);
        time.advance(Duration.ofMillis(wait));
        log.now = time.wallMillis();
    }

    /** A log that is a list of times. */
    private static final class Segments implements LogFront {
        final List<Integer> hoursAgo = new ArrayList<>();
        long now;
        int first;
        boolean refused;
        boolean stuck;
        Runnable onRemoved = () -> {};

        void addStoredHoursAgo(Integer... hours) {
            hoursAgo.addAll(List.of(hours));
        }

        int size() {
            return hoursAgo.size();
        }

        List<Integer> names() {
            List<Integer> names = new ArrayList<>();
            for (int i = 0; i < hoursAgo.size(); i++) {
                names.add(first + i);
            }
            return names;
        }

        @Override
        public int removable() {
            return hoursAgo.size() - 1;
        }

        @Override
        public long bytes() {
            return hoursAgo.size() * SEGMENT;
        }

        @Override
        public long firstStoredMillis() {
            return now - hoursAgo.getFirst() * 3_600_000L;
        }

        @Override
        public boolean removeFirst() {
            if (!stuck) {
                hoursAgo.removeFirst();
                first++;
                onRemoved.run();
            }
            return !stuck;
        }

        @Override
        public boolean finish() {
            return true;
        }

        @Override
        public void refuse(boolean refuse) {
            refused = refuse;
        }
    }
}
