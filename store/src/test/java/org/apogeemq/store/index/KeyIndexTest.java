package org.apogeemq.store.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apogeemq.protocol.record.SysFlags;
import org.apogeemq.store.TestStore;
import org.apogeemq.store.index.KeyIndex.TimeRange;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KeyIndexTest {
    private final KeyedStore keyed = new KeyedStore();

    @BeforeEach
    void open() {
        keyed.test.open();
    }

    @AfterEach
    void close() {
        keyed.close();
    }

    @Test
    void aMessageIsFoundByItsUniqueKeyEachOfItsKeysAndItsTags() {
        long at = keyed.send("T", "UNIQ_KEY=u1;KEYS=a  b;TAGS=x;other=KEYS");

        assertThat(keyed.find("T", "u1")).containsExactly(at);
        assertThat(keyed.find("T", "a")).containsExactly(at);
        assertThat(keyed.find("T", "b")).containsExactly(at);
        assertThat(keyed.find(IndexKey.ofTags("T", "x"), TimeRange.ALL)).containsExactly(at);
        assertThat(keyed.find("T", "")).isEmpty();
        assertThat(keyed.find("T", "x")).isEmpty();
        assertThat(keyed.find("U", "a")).isEmpty();
    }

    @Test
    void theNewestIsFoundFirstAndOnlyAsManyAsAreWanted() {
        List<Long> sent = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            sent.addFirst(keyed.send("T", "KEYS=k"));
        }
        assertThat(keyed.find("T", "k")).containsExactlyElementsOf(sent);

        List<Long> some = new ArrayList<>();
        keyed.test.store.keys().find(IndexKey.of("T", "k"), TimeRange.ALL, offset -> {
            some.add(offset);
            return some.size() < 2;
        });
        assertThat(some).containsExactlyElementsOf(sent.subList(0, 2));
    }

    @Test
    void aKeyThatIsNamedTwiceFindsItsMessageOnce() {
        long at = keyed.send("T", "KEYS=k k");

        assertThat(keyed.find("T", "k")).containsExactly(at);
    }

    @Test
    void ofTwoPropertiesWithOneNameTheLastCounts() {
        long at = keyed.send("T", "KEYS=old;KEYS=new");

        assertThat(keyed.find("T", "new")).containsExactly(at);
        assertThat(keyed.find("T", "old")).isEmpty();
    }

    @Test
    void keysThatAreNotAsciiAreFound() {
        long at = keyed.send("T", "KEYS=größe 鍵 😀");

        assertThat(keyed.find("T", "größe")).containsExactly(at);
        assertThat(keyed.find("T", "鍵")).containsExactly(at);
        assertThat(keyed.find("T", "😀")).containsExactly(at);
    }

    @Test
    void halfMessagesAreFoundRolledBackOnesAreNot() {
        long half = keyed.send("T", "KEYS=k", SysFlags.TRANSACTION_PREPARED);
        keyed.send("T", "KEYS=k", SysFlags.TRANSACTION_ROLLBACK);
        long committed = keyed.send("T", "KEYS=k", SysFlags.TRANSACTION_COMMIT);

        assertThat(keyed.find("T", "k")).containsExactly(committed, half);
    }

    @Test
    void onlyMessagesOfTheTimeAreFound() {
        List<Long> sent = new ArrayList<>();
        long begun = keyed.test.time.wallMillis();
        for (int i = 0; i < 200; i++) { // more than a file holds
            sent.add(keyed.send("T", "KEYS=k"));
            keyed.test.time.advance(Duration.ofSeconds(1));
        }
        assertThat(keyed.find(IndexKey.of("T", "k"), seconds(begun, 0, 2)))
                .containsExactly(sent.get(2), sent.get(1), sent.get(0));
        assertThat(keyed.find(IndexKey.of("T", "k"), seconds(begun, 147, 151)))
                .containsExactly(sent.get(151), sent.get(150), sent.get(149), sent.get(148), sent.get(147));
        assertThat(keyed.find(IndexKey.of("T", "k"), seconds(begun, 199, 1_000)))
                .containsExactly(sent.get(199));
        assertThat(keyed.find(IndexKey.of("T", "k"), seconds(begun, 200, 1_000)))
                .isEmpty();
        assertThat(keyed.files()).hasSize(2);
    }

    @Test
    void filesWhoseMessagesAreDeletedGoAndTheOthersStay() throws IOException {
        List<Long> sent = new ArrayList<>();
        for (int i = 0; i < 400; i++) { // 149 a file
            sent.add(keyed.send("T", "KEYS=k" + i));
        }
        keyed.find("T", "k");
        List<String> files = keyed.files();
        ((KeptIndex) keyed.test.store.keys()).deleteBefore(sent.get(300));
        assertThat(keyed.files()).isEqualTo(files.subList(2, 3));
        keyed.test.kill();

        assertThat(keyed.find("T", "k399")).containsExactly(sent.get(399));
        assertThat(keyed.find("T", "k298")).containsExactly(sent.get(298));
        assertThat(keyed.find("T", "k297")).isEmpty();
        assertThat(keyed.files()).as("not made again").isEqualTo(files.subList(2, 3));
    }

    @Test
    void nothingIsWrittenWhileThereAreNoKeys() {
        keyed.send("T", "other=1");
        keyed.test.time.advance(Duration.ofMinutes(5));

        assertThat(keyed.find("T", "k")).isEmpty();
        assertThat(keyed.files()).isEmpty();
    }

    @Test
    void theIndexFollowsWithoutBeingAsked() {
        keyed.send("T", "KEYS=k");

        Awaitility.await().until(() -> {
            keyed.test.time.advance(Duration.ofSeconds(1));
            return keyed.files().size() == 1;
        });
    }

    @Test
    void aFileIsAsApacheWritesIt() {
        long first = keyed.send("TopicA", "KEYS=k1;UNIQ_KEY=UK0;TAGS=TagA");
        keyed.test.time.advance(Duration.ofMillis(2_500));
        long second = keyed.send("TopicA", "KEYS=k1");
        keyed.test.restart();

        ByteBuffer file = ByteBuffer.wrap(keyed.test.disk.bytes(keyed.file(0)));
        int slots = keyed.test.config.keyIndexing().slots();
        long end = keyed.test.time.wallMillis();
        assertThat(file.capacity()).isEqualTo(40 + 1100 * 4 + 150 * 20);
        assertThat(IndexHeader.get(file, 0)).isEqualTo(new IndexHeader(end - 2_500, end, first, second, 3, 5));
        assertThat(entry(file, 1)).isEqualTo(new Entry(1_129_061_737, first, 0, 0));
        assertThat(entry(file, 2)).isEqualTo(new Entry(1_903_240_649, first, 0, 0));
        assertThat(entry(file, 3)).isEqualTo(new Entry(1_924_910_951, first, 0, 0));
        assertThat(entry(file, 4)).isEqualTo(new Entry(1_903_240_649, second, 2, 2));
        assertThat(file.getInt(40 + 4 * (1_129_061_737 % slots))).isEqualTo(1);
        assertThat(file.getInt(40 + 4 * (1_903_240_649 % slots))).isEqualTo(4);
        assertThat(file.getInt(40 + 4 * (1_924_910_951 % slots))).isEqualTo(3);
        assertThat(keyed.files().getFirst()).matches("20\\d{15}");
        ByteBuffer checkpoint = ByteBuffer.wrap(keyed.test.disk.bytes(TestStore.ROOT.resolve("checkpoint")));
        assertThat(checkpoint.getLong(16)).as("index time").isEqualTo(end);
    }

    private record Entry(int hash, long logOffset, int seconds, int previous) {}

    private Entry entry(ByteBuffer file, int entry) {
        int at = (int) IndexFile.entryAt(keyed.test.config.keyIndexing(), entry);
        return new Entry(
                file.getInt(at),
                file.getLong(at + IndexFile.LOG_OFFSET_AT),
                file.getInt(at + IndexFile.SECONDS_AT),
                file.getInt(at + IndexFile.PREVIOUS_AT));
    }

    private static TimeRange seconds(long begun, int from, int to) {
        return new TimeRange(begun + from * 1_000L, begun + to * 1_000L);
    }
}
