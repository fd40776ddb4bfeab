package org.apogeemq.store.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Random;
import org.apogeemq.store.TestStore;
import org.apogeemq.store.check.CheckReport;
import org.apogeemq.store.check.StoreCheck;
import org.apogeemq.store.queue.QueueMemory;
import org.junit.jupiter.api.Test;

/** What {@code store check} says of queues of batches. */
class BatchCheckTest {
    private static final Path FILE =
            TestStore.ROOT.resolve("batchconsumequeue/" + BatchTopic.NAME + "/0/00000000000000000000");
    private static final int MESSAGES_AT = 36;

    private final TestStore test =
            new TestStore().with(new QueueMemory(4, 40, 1 << 16)).open();
    private final BatchTopic topic = new BatchTopic(test);

    private CheckReport check() throws Exception {
        return new StoreCheck(test.disk.boot(), TestStore.ROOT, test.config.commitLog()).run((done, all) -> {});
    }

    @Test
    void aStoreIsSoundStoppedOrKilled() throws Exception {
        topic.fill(new Random(3), 300);
        test.store.close();
        CheckReport stopped = check();
        assertThat(stopped.findings()).isEmpty();
        assertThat(stopped.queues().entries()).isEqualTo(stopped.log().records());
        test.open();
        topic.fill(new Random(4), 100);
        test.disk.restartProcess();
        test.end();
        CheckReport killed = check();
        assertThat(killed.findings()).isEmpty();
        assertThat(killed.queues().entries() + killed.queues().pending())
                .isEqualTo(killed.log().records());
    }

    @Test
    void anEntryThatSaysOtherMessagesThanItsRecordIsFound() throws Exception {
        topic.fill(new Random(3), 300);
        test.store.close();
        test.disk.overwrite(FILE, 46 * 7 + MESSAGES_AT, (byte) 0, (byte) 99);
        assertThat(check().findings())
                .isNotEmpty()
                .allSatisfy(finding -> assertThat(finding.reason()).contains("queue " + BatchTopic.NAME + "/0"));
    }
}
