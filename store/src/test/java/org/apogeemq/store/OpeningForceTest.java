package org.apogeemq.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apogeemq.store.disk.Failure;
import org.apogeemq.store.disk.Operation;
import org.junit.jupiter.api.Test;

/** What a killed store has left in the page cache is made durable when it is opened, whatever fails on the way. */
class OpeningForceTest {
    private static final String LONG = "-".repeat(600);

    @Test
    void whatAFailedForceOfOpeningWasAboutIsWrittenAgain() {
        List<String> bodies = List.of("a" + LONG, "b" + LONG, "c" + LONG);
        for (int n = 1; n <= 2; n++) {
            TestStore test = new TestStore().open();
            bodies.forEach(body -> test.send("orders", 0, body));
            test.disk.restartProcess();
            test.end();
            test.disk.fail(Operation.FORCE, path -> path.toString().contains("commitlog"), n, Failure.ioError());
            assertThatThrownBy(test::open)
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("input/output error");
            test.disk.restartProcess();
            test.open();
            test.crashLosingAll();
            assertThat(test.bodies("orders", 0)).as("force %d failed", n).isEqualTo(bodies);
            assertThat(test.store.damage().isEmpty()).isTrue();
            test.close();
        }
    }
}
