package org.apogeemq.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apogeemq.store.queue.QueueEntries;
import org.apogeemq.store.queue.QueueMemory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class ManyQueuesTest {
    @Test
    void fiveThousandQueuesShareFewOpenFiles() {
        TestStore test = new TestStore();
        test.config = test.config
                .with(new StoreConfig.Files(1 << 20, 20 * 10))
                .with(new StoreConfig.Limits(0, new QueueMemory(64, 1, 1 << 20), Duration.ofSeconds(5)));
        test.open();
        for (int round = 0; round < 2; round++) {
            for (int q = 0; q < 5000; q++) {
                test.send("t" + q % 50, q / 50, "m" + round);
            }
            test.time.advance(Duration.ofSeconds(6));
        }
        Awaitility.await().until(() -> !test.queue("t49", 99).isInMemory(0));
        assertThat(test.bodies("t7", 3)).containsExactly("m0", "m1");
        assertThat(test.disk.openMost()).isLessThan(80);

        test.restart();
        for (int q = 0; q < 5000; q++) {
            assertThat(test.queue("t" + q % 50, q / 50).maxOffset()).isEqualTo(2);
        }
        assertThat(test.bodies("t49", 99)).containsExactly("m0", "m1");
        assertThat(test.store.queues().ofTopic("t3")).hasSize(100);
        test.close();
    }

    @Test
    void entriesAreReadFromFilesAndMemoryAlike() {
        TestStore test = new TestStore().open();
        List<String> sent = new ArrayList<>();
        for (int round = 0; round < 5; round++) {
            for (int i = 0; i < 130; i++) { // files hold 100
                sent.add("r" + round + "." + i);
                test.send("orders", 0, sent.getLast());
            }
            if (round < 4) {
                test.time.advance(Duration.ofSeconds(1));
                Awaitility.await().until(() -> !test.queue("orders", 0).isInMemory(0));
            }
        }
        assertThat(test.bodies("orders", 0)).isEqualTo(sent);
        QueueEntries entries = new QueueEntries(1000);
        assertThat(test.queue("orders", 0).read(5, 1000, entries)).isEqualTo(645);
        assertThat(test.queue("orders", 0).read(95, 10, entries)).isEqualTo(10);
        assertThat(test.queue("orders", 0).read(649, 10, entries)).isEqualTo(1);
        assertThat(test.queue("orders", 0).read(650, 10, entries)).isZero();
        assertThat(test.queue("orders", 0).read(-1, 10, entries)).isZero();
        test.close();
    }
}
