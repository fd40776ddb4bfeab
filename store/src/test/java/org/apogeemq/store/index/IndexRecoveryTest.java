package org.apogeemq.store.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.apogeemq.store.TestStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever happens to the files, every message that is there is found by its key, and nothing else is. */
class IndexRecoveryTest {
    private final KeyedStore keyed = new KeyedStore();
    private final TestStore test = keyed.test;
    private final KeyHistory history = new KeyHistory(keyed);

    @AfterEach
    void close() {
        keyed.close();
    }

    @Test
    void everythingIsFoundAfterCleanStops() {
        test.open();
        history.send(400);
        test.restart();
        history.send(30);
        test.restart();

        history.assertAllFound();
        assertThat(keyed.files()).hasSizeGreaterThan(5);
    }

    @Test
    void everythingIsFoundAfterAKillAtAnyMoment() {
        test.open();
        Random random = new Random(11);
        for (int i = 0; i < 30; i++) {
            history.send(random.nextInt(60));
            history.disturb(random);
            test.kill();
        }
        history.assertAllFound();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everythingThatIsThereIsFoundAfterPowerCuts(long seed) {
        Random random = new Random(seed);
        if (random.nextBoolean()) {
            test.syncFlush();
        }
        test.open();
        for (int i = 0; i < 10; i++) {
            history.send(random.nextInt(60));
            history.disturb(random);
            test.crash(random);
            history.lost(test.store.log().maxOffset());
            history.assertAllFound();
            if (random.nextBoolean()) {
                test.restart();
            }
        }
    }

    @Test
    void entriesOfMessagesThatAPowerCutTookAreCutOff() {
        test.open();
        history.send(60);
        test.restart();
        history.send(100); // over the end of a file
        history.note(); // the log itself was not forced
        test.crashLosingAll();
        history.lost(test.store.log().maxOffset());
        history.assertAllFound();
        history.send(50);
        test.kill();

        history.assertAllFound();
    }

    @Test
    void theFolderMayBeDeleted() {
        test.open();
        history.send(200);
        test.store.close();
        test.disk.deleteTree(KeyedStore.FOLDER);
        test.open();

        history.assertAllFound();
    }

    @Test
    void aFileMayBeMissing() {
        test.open();
        history.send(300);
        test.store.close();
        test.disk.delete(keyed.file(1));
        test.open();

        history.assertAllFound();
    }

    @Test
    void thePositionMayBeMissingOrDamaged() {
        test.open();
        history.send(200);
        test.store.close();
        test.disk.delete(KeyedStore.POSITION);
        test.open();
        history.assertAllFound();
        history.send(50);
        test.store.close();
        test.disk.overwrite(KeyedStore.POSITION, 20, (byte) 7);
        test.open();

        history.assertAllFound();
    }

    @Test
    void filesWithAnotherHeadAreMadeAgain() {
        test.open();
        history.send(200);
        test.store.close();
        test.disk.overwrite(keyed.file(0), 36, new byte[] {0, 0, 0, 9});
        test.open();

        history.assertAllFound();
    }

    @Test
    void aBrokenChainIsNoticedAndTheIndexMadeAgain() {
        test.open();
        history.send(40);
        test.store.close();
        int entry = (int) IndexFile.entryAt(test.config.keyIndexing(), 119);
        test.disk.overwrite(keyed.file(0), entry + IndexFile.PREVIOUS_AT, new byte[] {0, 0, 1, 0});
        test.open();
        KeyIndex.Reach reach = test.store.keys().find(IndexKey.of("T", "k39"), KeyIndex.TimeRange.ALL, offset -> true);
        assertThat(reach.isBehind()).isTrue();

        history.assertAllFound();
    }

    @Test
    void anotherShapeOfTheFilesMakesThemAgain() {
        test.open();
        history.send(200);
        test.store.close();
        test.config = test.config.with(new KeyIndexing(true, 7, 90));
        test.open();

        history.assertAllFound();
    }

    @Test
    void whatWasSentWhileThereWasNoIndexIsFoundWhenThereIsOneAgain() {
        KeyIndexing shape = test.config.keyIndexing();
        test.open();
        history.send(100);
        test.store.close();
        test.config = test.config.with(new KeyIndexing(false, shape.slots(), shape.entries()));
        test.open();
        history.send(100);
        assertThat(test.store.keys().isOn()).isFalse();
        assertThat(keyed.find("T", "k1")).isEmpty();
        test.store.close();
        test.config = test.config.with(shape);
        test.open();

        history.assertAllFound();
    }

    @Test
    void theIndexWaitsForSpaceOnTheDiskAndGoesOn() {
        test.open();
        history.send(40);
        keyed.find("T", "k1");
        history.send(100);
        test.disk.spaceLeft(500);
        for (int i = 0; i < 5; i++) {
            KeyIndex.Reach reach = test.store.keys().find("none", KeyIndex.TimeRange.ALL, offset -> true);
            assertThat(reach.isBehind()).isTrue();
        }
        test.disk.spaceLeft(Long.MAX_VALUE);
        history.assertAllFound();
        test.restart();

        history.assertAllFound();
    }
}
