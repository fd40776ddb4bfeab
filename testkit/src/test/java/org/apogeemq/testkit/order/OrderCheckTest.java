package org.apogeemq.testkit.order;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrderCheckTest {
    @Test
    void messagesOfAKeyOneAfterTheOtherAreInOrder() {
        var check = OrderCheck.of(List.of(work("a", 7, 0, 0, 10), work("a", 8, 0, 10, 20), work("a", 7, 1, 20, 30)));
        assertThat(check.faults()).isEmpty();
        assertThat(check.keysAt(0)).isEqualTo(2);
        assertThat(check.keysAt(1)).isEqualTo(1);
        assertThat(check.repeated()).isZero();
    }

    @Test
    void twoAtOnceInAQueueAreSeenAlsoWhenOneOfThemTookLong() {
        var check = OrderCheck.of(List.of(work("a", 7, 0, 0, 100), work("b", 8, 0, 10, 20), work("b", 9, 0, 20, 30)));
        assertThat(check.faults()).hasSize(2).allMatch(fault -> fault.startsWith("two at once"));
    }

    @Test
    void aMessageThatWasLeftOutIsSeen() {
        assertThat(OrderCheck.of(List.of(work("a", 7, 1, 0, 10))).faults()).hasSize(1);
        assertThat(OrderCheck.of(List.of(work("a", 7, 0, 0, 10), work("b", 7, 2, 10, 20)))
                        .faults())
                .hasSize(1);
    }

    @Test
    void anotherWorkerMayGoBackAndThenHasToDoAllOfIt() {
        var before = List.of(work("a", 7, 0, 0, 10), work("a", 7, 1, 10, 20), work("a", 7, 2, 20, 30));
        var check = OrderCheck.of(join(before, List.of(work("b", 7, 1, 40, 50), work("b", 7, 2, 50, 60))));
        assertThat(check.faults()).isEmpty();
        assertThat(check.repeated()).isEqualTo(2);
        assertThat(OrderCheck.of(join(before, List.of(work("b", 7, 1, 40, 50), work("b", 7, 3, 50, 60))))
                        .faults())
                .hasSize(1);
    }

    @Test
    void whatAKilledWorkerBeganIsAtWorkUntilItsEnd(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("worker.log");
        try (var log = new WorkLog(file)) {
            log.begin(3, 100, 7, 0);
            log.end(3, 100);
            log.begin(3, 101, 8, 0);
        }
        Files.writeString(file, Files.readString(file) + "e 3 10"); // torn
        long killed = System.nanoTime() + 1_000_000_000;
        List<Work> work = WorkLog.read(file, "a", killed);
        assertThat(work).extracting(Work::offset).containsExactly(100L, 101L);
        assertThat(work.getLast().endNanos()).isEqualTo(killed);
    }

    private static List<Work> join(List<Work> one, List<Work> other) {
        return Stream.concat(one.stream(), other.stream()).toList();
    }

    private static Work work(String worker, int key, int sequence, long start, long end) {
        return new Work(worker, 3, sequence, key, sequence, start, end);
    }
}
