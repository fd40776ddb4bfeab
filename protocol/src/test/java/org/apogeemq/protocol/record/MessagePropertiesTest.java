package org.apogeemq.protocol.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.apogeemq.protocol.Randomized;
import org.junit.jupiter.api.Test;

class MessagePropertiesTest {
    @Test
    void aPairIsAppendedBehindTextOfOldAndNewClients() {
        for (String text : new String[] {"", "TAGS\u0001TagA", "TAGS\u0001TagA\u0002"}) {
            byte[] bytes = Arrays.copyOf(text.getBytes(UTF_8), 100);
            int length = text.length();
            length = MessageProperties.append(bytes, 0, length, "A".getBytes(UTF_8), "1".getBytes(UTF_8));
            length = MessageProperties.append(bytes, 0, length, "B".getBytes(UTF_8), "2".getBytes(UTF_8));
            Map<String, String> expected = MessageProperties.parse(text);
            expected.put("A", "1");
            expected.put("B", "2");
            assertThat(MessageProperties.parse(bytes, 0, length)).isEqualTo(expected);
            assertThat(new String(bytes, 0, length, UTF_8))
                    .doesNotContain("\u0002\u0002")
                    .endsWith("B\u00012\u0002");
        }
    }

    @Test
    void namesThatBeginAlikeAreToldApart() {
        byte[] text = "TAG\u0001a\u0002TAGSX\u0001b\u0002XTAGS\u0001c\u0002TAGS\u0001d".getBytes(UTF_8);
        assertThat(value(text, "TAGS")).isEqualTo("d");
        assertThat(value(text, "TAG")).isEqualTo("a");
        assertThat(value(text, "AGS")).isNull();
    }

    @Test
    void ofTwoPairsWithOneNameTheLastCountsAndEmptyOnesAreIgnored() {
        byte[] text = "A\u00011\u0002A\u00012\u0002A\u0001\u0002\u0001x\u0002\u0002A".getBytes(UTF_8);
        assertThat(value(text, "A")).isEqualTo("2");
        assertThat(MessageProperties.parse(text, 0, text.length)).containsExactly(Map.entry("A", "2"));
    }

    @Test
    void findingAgreesWithParsingWhateverTheBytesAre() {
        Randomized.check(3000, random -> {
            byte[] text = anyText(random);
            int at = random.nextInt(3);
            byte[] framed = new byte[at + text.length + 2];
            System.arraycopy(text, 0, framed, at, text.length);
            Map<String, String> pairs = MessageProperties.parse(framed, at, text.length);
            for (String name : new String[] {"A", "B", "AB", "TAGS"}) {
                byte[] key = MessageProperties.bytes(name);
                assertThat(MessageProperties.value(framed, at, text.length, key))
                        .isEqualTo(pairs.get(name));
                assertThat(MessageProperties.value(ByteBuffer.wrap(framed), at, text.length, key))
                        .isEqualTo(pairs.get(name));
            }
            String tags = pairs.get("TAGS");
            long code = tags == null ? 0 : tags.hashCode();
            assertThat(MessageProperties.tagsCode(framed, at, text.length)).isEqualTo(code);
            assertThat(MessageProperties.tagsCode(ByteBuffer.wrap(framed), at, text.length))
                    .isEqualTo(code);
        });
    }

    @Test
    void removingTakesAllPairsOfANameAndNoOthers() {
        Randomized.check(3000, random -> {
            byte[] text = anyText(random);
            Map<String, String> expected = MessageProperties.parse(text, 0, text.length);
            expected.remove("AB");
            int length = MessageProperties.remove(text, 0, text.length, MessageProperties.bytes("AB"));
            assertThat(MessageProperties.parse(text, 0, length)).isEqualTo(expected);
        });
    }

    @Test
    void mapsComeBackFromTheirText() {
        Randomized.check(1000, random -> {
            Map<String, String> pairs = new LinkedHashMap<>();
            for (int i = random.nextInt(6); i > 0; i--) {
                pairs.put(Randomized.name(random, 9), Randomized.name(random, 9) + "ä 漢");
            }
            assertThat(MessageProperties.parse(MessageProperties.format(pairs))).isEqualTo(pairs);
        });
    }

    @Test
    void separatorsInAValueAreRefused() {
        assertThatThrownBy(() -> MessageProperties.format(Map.of("k", "a\u0002b")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("value of property k");
    }

    @Test
    void tagsHashAsInJava() {
        assertThat(TagsCode.of("TagA")).isEqualTo(2598919);
        assertThat(TagsCode.of("TagB")).isEqualTo(2598920);
        for (String tag : new String[] {"TagA", "Überweisung", "漢字", "a😀", "a-long-tag-whose-hash-is-negative"}) {
            byte[] bytes = tag.getBytes(UTF_8);
            assertThat(TagsCode.of(bytes, 0, bytes.length)).isEqualTo(tag.hashCode());
            assertThat(TagsCode.of(ByteBuffer.wrap(bytes), 0, bytes.length)).isEqualTo(tag.hashCode());
        }
    }

    private static String value(byte[] text, String name) {
        return MessageProperties.value(text, 0, text.length, MessageProperties.bytes(name));
    }

    /** Text made of few different characters, so that names, separators and near misses abound. */
    private static byte[] anyText(Random random) {
        String[] parts = {"A", "B", "TAGS", "\u0001", "\u0001", "\u0002", "\u0002", "ä"};
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(30); i > 0; i--) {
            text.append(parts[random.nextInt(parts.length)]);
        }
        return text.toString().getBytes(UTF_8);
    }
}
