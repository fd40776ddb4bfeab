package org.apogeemq.store.compact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What stays when parts are made one. */
class FoldTest {
    private final KeyDigest.Maker digests = new KeyDigest.Maker();

    @Test
    void ofEachKeyTheNewestStays() throws IOException {
        List<Part> parts = List.of(part("a1", "b1", "a2"), part("c1", "b2"), part("a3"));
        assertThat(kept(parts, 0, 100)).containsExactly("c1", "b2", "a3");
    }

    @Test
    void aTombstoneStaysWhileItIsYoungAndThenGoesWithAllThatItTakesAway() throws IOException {
        List<Part> parts = List.of(part("a1", "b1"), part("a-", "c1"));
        assertThat(kept(parts, 0, 100)).containsExactly("b1", "a-", "c1");
        assertThat(kept(parts, 1000, 100)).containsExactly("b1", "c1");
        assertThat(kept(List.of(part("a1"), part("a-"), part("a2")), 1000, 100)).containsExactly("a2");
    }

    @Test
    void damagedRecordsAreLeftOut() throws IOException {
        assertThat(kept(List.of(part("a1", "", "b1")), 0, 100)).containsExactly("a1", "b1");
    }

    @Test
    void withLittleMemoryTheSameStaysForEachShareOfTheKeys() throws IOException {
        Random random = new Random(7);
        for (int run = 0; run < 200; run++) {
            List<Part> parts = new ArrayList<>();
            for (int p = random.nextInt(4); p >= 0; p--) {
                String[] records = new String[random.nextInt(60)];
                for (int i = 0; i < records.length; i++) {
                    records[i] = (char) ('a' + random.nextInt(20)) + (random.nextInt(4) == 0 ? "-" : "" + i);
                }
                parts.add(part(records));
            }
            long gone = random.nextBoolean() ? 1000 : 0;
            int keysMax = 1 + random.nextInt(40);
            List<String> all = kept(parts, gone, 1000);
            List<String> bounded = kept(parts, gone, keysMax);
            assertThat(bounded).as("run %d", run).containsAll(all); // more may stay, for lack of memory
            assertThat(last(bounded)).as("run %d", run).containsAllEntriesOf(last(all));
            assertThat(values(bounded)).as("run %d", run).isEqualTo(values(all));
            if (keysMax > 25) {
                assertThat(bounded).as("run %d", run).isEqualTo(all);
            }
        }
    }

    @Test
    void itEndsWhenItIsTold() throws IOException {
        String[] many = new String[5000];
        for (int i = 0; i < many.length; i++) {
            many[i] = "a" + i;
        }
        assertThat(new Fold(List.of(part(many)), 0, 10, () -> false).live()).isNull();
    }

    @Test
    void aFullSetKnowsWhatItHasAndTakesNothingMore() {
        KeySet set = new KeySet(2);
        KeyDigest zero = new KeyDigest(0, 0);
        assertThat(set.add(zero)).isEqualTo(KeySet.Added.NEW);
        assertThat(set.add(zero)).isEqualTo(KeySet.Added.SEEN);
        assertThat(set.add(digests.of(new byte[] {1}))).isEqualTo(KeySet.Added.NEW);
        assertThat(set.add(digests.of(new byte[] {2}))).isEqualTo(KeySet.Added.NEW);
        assertThat(set.add(digests.of(new byte[] {3}))).isEqualTo(KeySet.Added.NO_ROOM);
        assertThat(set.add(digests.of(new byte[] {1}))).isEqualTo(KeySet.Added.SEEN);
    }

    private static List<String> kept(List<Part> parts, long tombstonesGone, int keysMax) throws IOException {
        List<BitSet> live = new Fold(parts, tombstonesGone, keysMax, () -> true).live();
        List<String> kept = new ArrayList<>();
        for (int p = 0; p < parts.size(); p++) {
            Texts part = (Texts) parts.get(p);
            live.get(p).stream().forEach(i -> kept.add(part.texts.get(i)));
        }
        return kept;
    }

    /** The last record of each key. */
    private static Map<Character, String> last(List<String> records) {
        Map<Character, String> last = new HashMap<>();
        records.forEach(record -> last.put(record.charAt(0), record));
        return last;
    }

    /** The keys whose last record has a value. */
    private static Set<Character> values(List<String> records) {
        Map<Character, String> last = last(records);
        last.values().removeIf(record -> record.endsWith("-"));
        return new HashSet<>(last.keySet());
    }

    private Texts part(String... texts) {
        return new Texts(List.of(texts), digests);
    }

    /** Records as texts: the key is the first letter, a second letter "-" a tombstone; an empty one is damaged. */
    private record Texts(List<String> texts, KeyDigest.Maker digests) implements Part {
        @Override
        public int count() {
            return texts.size();
        }

        @Override
        public CompactedEntry entry(int i) {
            String text = texts.get(i);
            if (text.isEmpty()) {
                return null;
            }
            KeyDigest key = digests.of(text.substring(0, 1).getBytes(UTF_8));
            return new CompactedEntry(i, i, 0, 500, 0, key, text.length(), text.endsWith("-"));
        }

        @Override
        public void read(CompactedEntry entry, ByteBuffer target) {
            target.put(texts.get((int) entry.queueOffset()).getBytes(UTF_8));
        }

        @Override
        public void close() {}
    }
}
