package org.apogeemq.store.timer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apogeemq.store.disk.DiskFullException;
import org.apogeemq.store.disk.Failure;
import org.apogeemq.store.disk.FaultyDisk;
import org.apogeemq.store.disk.Operation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimerIndexTest {
    private static final Path FOLDER = Path.of("/data/timers");
    private static final int IN_MEMORY = 200;

    private final FaultyDisk disk = new FaultyDisk();
    private final List<long[]> queue = new ArrayList<>(); // key and log offset by queue offset
    private final TreeMap<Place, Integer> model = new TreeMap<>(); // not given out, with the hash
    private TimerIndex index;
    private Place reached = new Place(0, -1);

    private record Place(long key, long logOffset) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            return key != other.key ? Long.compare(key, other.key) : Long.compare(logOffset, other.logOffset);
        }
    }

    @BeforeEach
    void open() throws IOException {
        index = TimerIndex.open(disk.boot(), FOLDER, IN_MEMORY, 0);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void timersComeOutInOrderWhateverIsWrittenMergedOrCutOffByAPowerFailure(long seed) throws IOException {
        Random random = new Random(seed);
        for (int round = 0; round < 400; round++) {
            switch (random.nextInt(12)) {
                case 0 -> takeOut(random.nextInt(600));
                case 1 -> keep();
                case 2 -> merge();
                case 3 -> {
                    if (random.nextInt(4) == 0) {
                        disk.crash(random);
                        reopen();
                    }
                }
                case 4 -> {
                    disk.restartProcess();
                    reopen();
                }
                default -> {
                    for (int i = random.nextInt(200); i > 0; i--) {
                        add(reached.key + 2 + random.nextInt(3_000) * 2L);
                    }
                }
            }
        }
        takeOut(Integer.MAX_VALUE);
        assertThat(model).isEmpty();
    }

    @Test
    void filesStayFewAndThoseThatAreDoneGo() throws IOException {
        for (int i = 0; i < 200; i++) {
            for (int k = 0; k < IN_MEMORY; k++) {
                add(2 + (k * 7L + i) % 1000 * 2);
            }
            keep();
            merge();
        }
        keep();
        assertThat(disk.list(FOLDER)).hasSizeLessThan(35);
        takeOut(Integer.MAX_VALUE);
        add(5_000);
        takeOut(1);
        keep();
        assertThat(disk.list(FOLDER)).hasSizeLessThan(4);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4_090, 5_000})
    void aDamagedFileMakesTheIndexEmptyOrIsNoticedWhenItIsRead(int at) throws IOException {
        for (int i = 0; i < IN_MEMORY; i++) {
            add(2 + i * 2L);
        }
        keep();
        disk.overwrite(FOLDER.resolve("%020d.run".formatted(1)), at, (byte) 0x55);
        index = TimerIndex.open(disk.boot(), FOLDER, IN_MEMORY, 0);
        assertThat(index.head()).isNull();
        assertThat(index.takenTo()).isZero();
        keep();
        assertThat(disk.list(FOLDER)).containsExactly("runs");
    }

    @Test
    void whatCannotBeWrittenStaysInMemory() throws IOException {
        for (int i = 0; i < IN_MEMORY; i++) {
            add(2 + i * 2L);
        }
        disk.failAll(Operation.WRITE, path -> path.startsWith(FOLDER), Failure.noSpace());
        assertThatThrownBy(() -> index.flush(queue.size())).isInstanceOf(DiskFullException.class);
        assertThat(index.isFull()).isTrue();
        assertThat(index.takenTo()).isZero();
        takeOut(50);
        disk.heal();
        keep();
        takeOut(Integer.MAX_VALUE);
        assertThat(model).isEmpty();
    }

    private void add(long key) throws IOException {
        if (index.isFull()) {
            index.flush(queue.size());
        }
        long logOffset = queue.size() * 100L;
        queue.add(new long[] {key, logOffset});
        add(key, logOffset);
        model.put(new Place(key, logOffset), hash(logOffset));
    }

    private void add(long key, long logOffset) {
        TimerEntry entry = new TimerEntry();
        entry.set(key, logOffset, 77, hash(logOffset));
        index.add(entry);
    }

    private static int hash(long logOffset) {
        return (int) (logOffset * 31);
    }

    private void takeOut(int count) throws IOException {
        TimerEntry head = index.head();
        for (int i = 0; i < count && head != null; i++) {
            Map.Entry<Place, Integer> first = model.pollFirstEntry();
            assertThat(new Place(head.key(), head.logOffset())).isEqualTo(first.getKey());
            assertThat(head.hash()).isEqualTo(first.getValue());
            assertThat(head.recordBytes()).isEqualTo(77);
            reached = first.getKey();
            index.removeHead();
            head = index.head();
        }
    }

    private void keep() throws IOException {
        index.flush(queue.size());
        Saving saving = index.saving();
        saving.run();
        index.saved(saving);
    }

    private void merge() throws IOException {
        Merge merge = index.merge(timer -> false);
        if (merge != null) {
            merge.run();
            index.adopt(merge, true);
        }
    }

    /** As its user does: what is in no file is added again, and what was given out passed over. */
    private void reopen() throws IOException {
        index = TimerIndex.open(disk.boot(), FOLDER, IN_MEMORY, reached.key & ~1L);
        for (int i = (int) index.takenTo(); i < queue.size(); i++) {
            long[] timer = queue.get(i);
            if (new Place(timer[0], timer[1]).compareTo(reached) > 0) {
                if (index.isFull()) {
                    index.flush(i);
                }
                add(timer[0], timer[1]);
            }
        }
        TimerEntry head = index.head();
        while (head != null && !head.isAfter(reached.key, reached.logOffset)) {
            index.removeHead();
            head = index.head();
        }
    }
}
