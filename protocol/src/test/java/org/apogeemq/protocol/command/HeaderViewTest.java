package org.apogeemq.protocol.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.apogeemq.protocol.Randomized;
import org.junit.jupiter.api.Test;

class HeaderViewTest {
    @Test
    void theVectorsOfTheProtocolAreRead() throws MalformedFrameException {
        RemotingCommand json =
                decode("000000630000005f7b22636f6465223a3130352c226578744669656c6473223a7b22746f706963223a"
                    + "226f7264657273227d2c22666c6167223a302c226c616e6775616765223a224a415641222c226f7061717565223a372c"
                    + "2276657273696f6e223a3531337d");
        RemotingCommand binary =
                decode("0000002a010000260069000201000000070000000000000000000000110005746f706963000000066f7264657273");
        for (RemotingCommand command : new RemotingCommand[] {json, binary}) {
            assertThat(command.code()).isEqualTo(105);
            assertThat(command.opaque()).isEqualTo(7);
            assertThat(command.version()).isEqualTo(513);
            assertThat(command.ext()).containsExactly(Map.entry("topic", "orders"));
        }
        RemotingCommand failure = decode("000000210100001d00110002010000000700000001000000086e6f20726f75746500000000");
        assertThat(failure.remark()).isEqualTo("no route");
        assertThat(failure.isResponse()).isTrue();
    }

    @Test
    void everyCommandIsReadAsItWasWritten() {
        Randomized.check(5_000, random -> {
            RemotingCommand command = anyCommand(random);
            assertThat(decode(Frames.encode(command)))
                    .usingRecursiveComparison()
                    .isEqualTo(command);
        });
    }

    @Test
    void whatTheHotWriterWritesIsReadBack() {
        Randomized.check(5_000, random -> {
            var writer = new HeaderWriter();
            byte type = (byte) random.nextInt(2);
            long offset = random.nextLong();
            int opaque = random.nextInt();
            byte[] remark = random.nextBoolean() ? "FOUND".getBytes(StandardCharsets.UTF_8) : null;
            writer.begin(type, random.nextInt(30), opaque, remark);
            writer.field("offset".getBytes(StandardCharsets.UTF_8), offset);
            writer.field("text".getBytes(StandardCharsets.UTF_8), "ABC".getBytes(StandardCharsets.UTF_8));
            var view = new HeaderView();
            view.decode(writer.bytes(), 0, writer.end(), type);
            assertThat(view.opaque()).isEqualTo(opaque);
            assertThat(view.isResponse()).isTrue();
            assertThat(view.remark()).isEqualTo(remark == null ? null : "FOUND");
            assertThat(view.longValue(view.find("offset".getBytes(StandardCharsets.UTF_8))))
                    .isEqualTo(offset);
            assertThat(view.ext()).containsEntry("text", "ABC");
        });
    }

    @Test
    void aCutOrFlippedHeaderIsRefusedOrReadButNeverBreaksTheReader() {
        Randomized.check(20_000, random -> {
            byte[] frame = Frames.encode(anyCommand(random));
            frame[random.nextInt(frame.length)] ^= (byte) (1 << random.nextInt(8));
            int length = random.nextBoolean() ? frame.length : random.nextInt(frame.length);
            decodeQuietly(java.util.Arrays.copyOf(frame, length));
        });
    }

    @Test
    void randomBytesNeverBreakTheReader() {
        Randomized.check(20_000, random -> {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            try {
                new HeaderView().decode(bytes, 0, bytes.length, (byte) random.nextInt(2));
            } catch (MalformedFrameException expected) {
                assertThat(expected.getMessage()).isNotBlank();
            }
        });
    }

    @Test
    void escapesBlanksNullsBareValuesAndUnknownKeysAreUnderstood() throws MalformedFrameException {
        HeaderView view = json("{ \"code\" : 310 , \"x\":{\"y\":[1,{\"z\":null}]},\"extFields\":{\"i\":"
                + "\"A\\u0001\\u00e9\\u20ac\\ud83d\\ude00\\u0002\\\"\\\\\\/\\n\",\"n\":null,\"e\":3,\"m\":true,},"
                + "\"remark\":null,\"flag\":2}");
        assertThat(view.code()).isEqualTo(310);
        assertThat(view.isOneway()).isTrue();
        assertThat(view.stringValue(view.find('i'))).isEqualTo("A\1é€😀\2\"\\/\n");
        assertThat(view.find('n')).isEqualTo(-1);
        assertThat(view.intValue(view.find('e'))).isEqualTo(3);
        assertThat(view.booleanValue(view.find('m'))).isTrue();
        assertThat(view.remark()).isNull();
    }

    @Test
    void ofARepeatedFieldTheLastCounts() throws MalformedFrameException {
        HeaderView view = json("{\"extFields\":{\"e\":\"1\",\"e\":\"2\"}}");
        assertThat(view.intValue(view.find('e'))).isEqualTo(2);
    }

    @Test
    void aNumberThatIsNoneOrTooLargeIsNamed() throws MalformedFrameException {
        HeaderView view = json("{\"extFields\":{\"e\":\"4x\",\"f\":\"2147483648\",\"g\":\"9223372036854775808\","
                + "\"h\":\"-9223372036854775808\",\"j\":\"\"}}");
        assertThatThrownBy(() -> view.intValue(view.find('e'))).hasMessageContaining("field e is 4x");
        assertThatThrownBy(() -> view.intValue(view.find('f'))).hasMessageContaining("field f");
        assertThatThrownBy(() -> view.longValue(view.find('g'))).hasMessageContaining("field g");
        assertThat(view.longValue(view.find('h'))).isEqualTo(Long.MIN_VALUE);
        assertThatThrownBy(() -> view.intValue(view.find('j'))).isInstanceOf(NumberFormatException.class);
    }

    @Test
    void codesCutByTheBinaryFormAreMadeWhole() throws MalformedFrameException {
        RemotingCommand pop = decode(
                Frames.encode(new RemotingCommand(200_050, 0, 513, 1, 0, FrameFormat.BINARY, null, Map.of(), null)));
        assertThat(pop.code()).isEqualTo(200_050);
    }

    private static HeaderView json(String text) throws MalformedFrameException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        var view = new HeaderView();
        view.decode(bytes, 0, bytes.length, FrameFormat.JSON);
        return view;
    }

    private static void decodeQuietly(byte[] frame) {
        try {
            decode(frame);
        } catch (MalformedFrameException expected) {
            assertThat(expected.getMessage()).isNotBlank();
        }
    }

    private static RemotingCommand decode(String hex) throws MalformedFrameException {
        return decode(HexFormat.of().parseHex(hex));
    }

    private static RemotingCommand decode(byte[] frame) throws MalformedFrameException {
        return Frames.decode(ByteBuffer.wrap(frame));
    }

    private static RemotingCommand anyCommand(Random random) {
        Map<String, String> ext = new LinkedHashMap<>();
        for (int i = random.nextInt(8); i > 0; i--) {
            ext.put("k" + random.nextInt(100), anyText(random));
        }
        byte[] body = random.nextBoolean() ? null : new byte[1 + random.nextInt(64)];
        if (body != null) {
            random.nextBytes(body);
        }
        return new RemotingCommand(
                random.nextInt(3_000),
                0,
                random.nextInt(600),
                random.nextInt(),
                random.nextInt(4),
                (byte) random.nextInt(2),
                random.nextBoolean() ? null : anyText(random),
                ext,
                body);
    }

    private static String anyText(Random random) {
        int[] points = new int[1 + random.nextInt(20)];
        for (int i = 0; i < points.length; i++) {
            int point = random.nextInt(8) == 0 ? 0x1F600 + random.nextInt(64) : 1 + random.nextInt(0x500);
            points[i] = point;
        }
        return new String(points, 0, points.length);
    }
}
