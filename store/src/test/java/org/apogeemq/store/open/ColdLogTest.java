package org.apogeemq.store.open;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.apogeemq.store.StoreConfig;
import org.apogeemq.store.StoreException;
import org.apogeemq.store.TestStore;
import org.apogeemq.store.disk.Failure;
import org.apogeemq.store.disk.Operation;
import org.junit.jupiter.api.Test;

/** Opening a log of which not everything is in memory, or much is missing. */
class ColdLogTest {
    private static final int MESSAGE_BYTES = 800_000;
    private static final int MIB = 1 << 20;

    @Test
    void whatTheDiskCannotReadIsSaidWithFileAndPosition() {
        DamagedLog log = new DamagedLog(240, 7);
        log.disk.cold();
        log.disk.fail(Operation.READ, DamagedLog.file(2 * DamagedLog.SEGMENT_BYTES)::equals, 1, Failure.ioError());
        assertThatThrownBy(log::open)
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(
                        "log file /data/commitlog/00000000000000032768 cannot be read between positions 0")
                .hasMessageContaining("copy the data folder to a disk that works");
        log.disk.heal();
        log.disk.restartProcess();
        log.open();
        assertThat(log.found()).isEqualTo(log.expectedWithout(Set.of()));
        log.close();
    }

    @Test
    void afterAKillTheLogGoesOnBehindAGapThatIsLargerThanANearLook() {
        TestStore test = new TestStore();
        test.config = test.config.with(new StoreConfig.Files(32 * MIB, 20 * 100));
        test.open();
        for (int i = 0; i < 24; i++) {
            test.sendBatch("orders", 0, List.of("m" + i + "-".repeat(MESSAGE_BYTES)));
        }
        test.disk.restartProcess();
        test.end();
        test.disk.overwrite(DamagedLog.file(0), MIB, new byte[12 * MIB]);
        test.open();
        List<String> left = test.bodies("orders", 0).stream()
                .map(body -> body.substring(0, body.indexOf('-')))
                .toList();
        assertThat(left).startsWith("m0", "m18").endsWith("m23").hasSize(7);
        test.close();
    }
}
