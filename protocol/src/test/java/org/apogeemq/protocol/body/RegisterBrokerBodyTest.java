package org.apogeemq.protocol.body;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.DeflaterOutputStream;
import org.apogeemq.protocol.Randomized;
import org.apogeemq.protocol.json.JsonException;
import org.junit.jupiter.api.Test;

class RegisterBrokerBodyTest {
    @Test
    void theCompressedFormCarriesAllButOrderAndFlags() {
        Randomized.check(300, random -> {
            RegisterBrokerBody body = Bodies.registration(random);
            Map<String, TopicConfig> expected = new LinkedHashMap<>();
            body.topics()
                    .topicConfigTable()
                    .forEach((name, topic) -> expected.put(
                            name,
                            new TopicConfig(
                                    name,
                                    topic.readQueueNums(),
                                    topic.writeQueueNums(),
                                    topic.perm(),
                                    topic.topicFilterType(),
                                    0,
                                    false,
                                    topic.attributes())));
            RegisterBrokerBody read = RegisterBrokerBody.decode(body.toBinary());
            assertThat(read.topics())
                    .isEqualTo(new TopicConfigTable(expected, body.topics().dataVersion()));
            assertThat(read.filterServerList()).isEqualTo(body.filterServerList());
        });
    }

    @Test
    void bodiesOf4And5AreRead() throws IOException {
        for (String topic :
                List.of("T 4 8 6 SINGLE_TAG", "T 4 8 6 SINGLE_TAG {}", "T 4 8 6 SINGLE_TAG {\"a\":\"b c\"}")) {
            RegisterBrokerBody body = RegisterBrokerBody.decode(compressed(out -> {
                piece(out, "{\"counter\":5,\"timestamp\":6}");
                out.writeInt(1);
                piece(out, topic);
                piece(out, "[]");
            }));
            assertThat(body.topics().dataVersion()).isEqualTo(new DataVersion(5, 0, 6));
            TopicConfig read = body.topics().topicConfigTable().get("T");
            assertThat(read.writeQueueNums()).isEqualTo(8);
            assertThat(read.attributes()).isEqualTo(topic.endsWith("c\"}") ? Map.of("a", "b c") : Map.of());
        }
    }

    @Test
    void thePlainFormOfA4xBrokerIsRead() {
        RegisterBrokerBody body = RegisterBrokerBody.decode(("{\"filterServerList\":[],\"topicConfigSerializeWrapper\":"
            + "{\"dataVersion\":{\"counter\":1,\"timestamp\":2},\"topicConfigTable\":{\"T\":{\"topicName\":\"T\"}}}}")
                .getBytes(UTF_8));
        assertThat(body.topics().topicConfigTable()).containsOnlyKeys("T");
        assertThat(RegisterBrokerBody.decode(new byte[0]).topics()).isEqualTo(TopicConfigTable.EMPTY);
    }

    @Test
    void aSmallStreamThatClaimsMuchIsRefused() {
        assertThatThrownBy(() -> RegisterBrokerBody.decode(compressed(out -> out.writeInt(Integer.MAX_VALUE))))
                .isInstanceOf(JsonException.class)
                .hasMessageContaining("data version of a registration has 2147483647 bytes");
        assertThatThrownBy(() -> RegisterBrokerBody.decode(compressed(out -> {
                    piece(out, "{}");
                    out.writeInt(100_000_000);
                })))
                .hasMessageContaining("100000000 topics");
        assertThatThrownBy(() -> RegisterBrokerBody.decode(compressed(out -> {
                    out.writeInt(100_000_000);
                    piece(out, "{}");
                })))
                .hasMessageContaining("ends after 6 of 100000000 bytes");
    }

    @Test
    void damagedStreamsAreReadOrRefused() {
        Randomized.check(2000, random -> {
            byte[] bytes = Bodies.registration(random).toBinary();
            int at = random.nextInt(bytes.length);
            bytes[at] = (byte) random.nextInt();
            try {
                RegisterBrokerBody.decode(random.nextBoolean() ? bytes : Arrays.copyOf(bytes, at));
            } catch (JsonException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        });
    }

    @Test
    void theChecksumIsThatOfTheBytesSent() {
        assertThat(RegisterBrokerBody.crc32("hello".getBytes(UTF_8))).isEqualTo(907060870);
    }

    private interface Content {
        void write(DataOutputStream out) throws IOException;
    }

    private static byte[] compressed(Content content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(new DeflaterOutputStream(bytes))) {
            content.write(out);
        }
        return bytes.toByteArray();
    }

    private static void piece(DataOutputStream out, String text) throws IOException {
        out.writeInt(text.length());
        out.writeBytes(text);
    }
}
