package org.apogeemq.protocol.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apogeemq.protocol.Randomized;
import org.junit.jupiter.api.Test;

class JsonTest {
    @Test
    void everyTreeReadsBackAsItWasWritten() {
        Randomized.check(3000, random -> {
            JsonWriter writer = new JsonWriter();
            Object written = Trees.write(random, writer, 4);
            assertThat(Trees.plain(Json.parse(writer.bytes()))).isEqualTo(written);
        });
    }

    @Test
    void keysMayBeNumbersWithoutQuotes() {
        JsonObject object = Json.parseObject(utf8("{brokerAddrs:{0:'10.0.0.1:10911',-1:\"b\"},\"T@CG\":{0:10}}"));
        assertThat(object.stringMap("brokerAddrs"))
                .containsEntry("0", "10.0.0.1:10911")
                .containsEntry("-1", "b");
        assertThat(object.object("T@CG").longValue("0", 0)).isEqualTo(10);
    }

    @Test
    void keysMayBeObjects() {
        JsonObject object =
                Json.parseObject(utf8("{{\"queueId\":2,\"topic\":\"T\"}:99, {'queueId':3}:{\"a\":1},\"x\":1}"));
        assertThat(object.keyed()).hasSize(2);
        assertThat(object.keyed().get(0).key().string("topic")).isEqualTo("T");
        assertThat(object.keyed().get(0).value()).isEqualTo(99L);
        assertThat(object.members()).containsOnlyKeys("x");
    }

    @Test
    void objectsAreWrittenAsKeysTheWayPeersReadThem() {
        JsonWriter writer = new JsonWriter();
        writer.beginObject().name("t").beginObject();
        writer.beginObject()
                .field("queueId", 2)
                .field("topic", "T")
                .endObject()
                .asKey()
                .value(99);
        writer.beginObject()
                .field("queueId", 3)
                .endObject()
                .asKey()
                .beginArray()
                .endArray();
        writer.endObject().endObject();
        assertThat(writer).hasToString("{\"t\":{{\"queueId\":2,\"topic\":\"T\"}:99,{\"queueId\":3}:[]}}");
    }

    @Test
    void surplusCommasCommentsAndSingleQuotesAreTaken() {
        String text = "\uFEFF /*a*/ {,'a':[1,,2,], // b\n \"b\": 'it\\'s' , c : NaN, d:undefined, }  ";
        JsonObject object = Json.parseObject(utf8(text));
        assertThat(object.array("a")).isEqualTo(List.of(1L, 2L));
        assertThat(object.string("b")).isEqualTo("it's");
        assertThat(object.value("c")).isEqualTo(Double.NaN);
        assertThat(object.has("d")).isFalse();
    }

    @Test
    void escapesOfBothFastjsonsAreRead() {
        assertThat(Json.parse(utf8("\"\\u00e4\\x41\\0\\7\\v\\/\\\\\\\"\\uD83D\\uDE00\"")))
                .isEqualTo("äA\0\u0007\u000B/\\\"😀");
    }

    @Test
    void numbersKeepTheirKind() {
        assertThat(Json.parse(utf8("[0,-7,9223372036854775807,-9223372036854775808,1.5,-2e3,1E2]")))
                .isEqualTo(List.of(0L, -7L, Long.MAX_VALUE, Long.MIN_VALUE, 1.5, -2000.0, 100.0));
    }

    @Test
    void aReferenceStandsForWhatWasWrittenBefore() {
        JsonObject heartbeat = Json.parseObject(utf8("{\"set\":[{\"group\":\"a\",\"subs\":[{\"topic\":\"T\"}]},"
                + "{\"group\":\"b\",\"subs\":[{\"$ref\":\"$.set[0].subs[0]\"}]}],"
                + "\"table\":{\"%RETRY%a.b\":{\"x\":1}},\"again\":{\"$ref\":\"$.table.\\\\%RETRY\\\\%a\\\\.b\"},"
                + "\"third\":{\"$ref\":\"$.table['%RETRY%a.b']\"}}"));
        List<JsonObject> groups = heartbeat.objects("set", group -> group);
        assertThat(groups.get(1).objects("subs", sub -> sub.string("topic"))).containsExactly("T");
        assertThat(heartbeat.object("again").intValue("x", 0)).isEqualTo(1);
        assertThat(heartbeat.object("third").intValue("x", 0)).isEqualTo(1);
    }

    @Test
    void referencesThatLeadNowhereOrInCirclesAreRefused() {
        assertBad("{\"a\":{\"$ref\":\"$.b\"},\"b\":{}}", "reference to $.b finds nothing before it");
        assertBad("{\"a\":{\"b\":{\"$ref\":\"$.a\"}}}", "reference to $.a makes a loop");
        assertBad("{\"a\":{\"$ref\":\"$\"}}", "reference to $ makes a loop");
        assertBad("{\"a\":{\"$ref\":\"..\"}}", "finds nothing");
        assertBad("{\"$ref\":\"$\"}", "reference");
    }

    @Test
    void fewReferencesCannotStandForVeryMuch() {
        StringBuilder text = new StringBuilder("{\"a0\":[{},{},{},{},{},{},{},{},{},{}]");
        for (int i = 1; i < 12; i++) {
            text.append(",\"a").append(i).append("\":[");
            for (int j = 0; j < 10; j++) {
                text.append("{\"$ref\":\"$.a").append(i - 1).append("\"},");
            }
            text.append(']');
        }
        assertBad(text.append('}').toString(), "more than 2000000 values");
    }

    @Test
    void chainedReferencesCannotPassTheLimitOfDepth() {
        StringBuilder text =
                new StringBuilder("{\"a0\":").append("[".repeat(40)).append("]".repeat(40));
        text.append(",\"a1\":")
                .append("[".repeat(40))
                .append("{\"$ref\":\"$.a0\"}")
                .append("]".repeat(40));
        assertBad(text.append('}').toString(), "references make more than 64");
    }

    @Test
    void depthAndNumberOfValuesAreLimited() {
        assertBad("[".repeat(100_000), "more than 64 objects and arrays inside one another");
        assertThat(Json.parse(utf8("[".repeat(64) + "]".repeat(64)))).isNotNull();
        assertThatThrownBy(() -> Json.parse(utf8("[1,2,3]"), new JsonLimits(10, 3)))
                .isInstanceOf(JsonException.class)
                .hasMessage("JSON at byte 5 of 7: more than 3 values");
    }

    @Test
    void errorsNameThePosition() {
        assertBad("", "at byte 0 of 0: expected a value but found the end");
        assertBad("{\"a\":1 \"b\":2}", "at byte 7 of 13: expected , or } but found '\"b\":2}'");
        assertBad("{\"a\"}", "at byte 4 of 5: expected : but found '}'");
        assertBad("[1,", "found the end");
        assertBad("\"abc", "text that begins at byte 0 has no end");
        assertBad("12 x", "unexpected 'x' behind the value");
        assertBad("nope", "expected a value but found 'nope'");
        assertBad("1-2", "no number");
        assertBad("99999999999999999999", "out of range");
        assertBad("/* a", "comment has no end");
        assertBad("\"\\q\"", "unknown escape");
        assertBad("1".repeat(200), "more than 128 characters");
    }

    @Test
    void randomAndDamagedTextGivesAValueOrAnErrorOfTheReader() {
        Randomized.check(20_000, random -> {
            byte[] text = hostile(random);
            try {
                Json.parse(text);
            } catch (JsonException e) {
                assertThat(e).hasMessageStartingWith("JSON at byte ");
            }
        });
    }

    @Test
    void accessorsConvertAsPeersDoAndNameTheFieldOtherwise() {
        JsonObject object = Json.parseObject(utf8("{\"n\":\"12\",\"s\":5,\"b\":\"true\",\"one\":1,\"big\":3000000000,"
                + "\"half\":1.5,\"list\":[1,null,\"2\"],\"o\":{},\"none\":null,\"whole\":7.0}"));
        assertThat(object.intValue("n", 0)).isEqualTo(12);
        assertThat(object.string("s")).isEqualTo("5");
        assertThat(object.booleanValue("b", false)).isTrue();
        assertThat(object.booleanValue("one", false)).isTrue();
        assertThat(object.intValue("none", -1)).isEqualTo(-1);
        assertThat(object.intValue("whole", 0)).isEqualTo(7);
        assertThat(object.intSet("list")).containsExactly(1, 2);
        assertThat(object.doubleValue("n", 0)).isEqualTo(12.0);
        assertThatThrownBy(() -> object.intValue("big", 0))
                .hasMessage("field big is '3000000000', must be a whole number of 32 bits");
        assertThatThrownBy(() -> object.longValue("half", 0)).hasMessageContaining("field half is '1.5'");
        assertThatThrownBy(() -> object.object("list")).hasMessage("field list is an array, must be an object");
        assertThatThrownBy(() -> object.requiredString("none")).hasMessage("field none is missing");
        assertThatThrownBy(() -> object.strings("o")).hasMessage("field o is an object, must be an array");
    }

    private static byte[] hostile(Random random) {
        if (random.nextInt(4) == 0) {
            String alphabet = "{}[]:,\"'\\$ref.0123456789-+eEtrufalsn /*u\u0000\u00ff";
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(40); i > 0; i--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            return utf8(text.toString());
        }
        JsonWriter writer = new JsonWriter();
        Trees.write(random, writer, 4);
        byte[] text = writer.bytes();
        for (int i = random.nextInt(3); i >= 0; i--) {
            text[random.nextInt(text.length)] = (byte) random.nextInt();
        }
        return random.nextBoolean() ? text : Arrays.copyOf(text, random.nextInt(text.length + 1));
    }

    private static void assertBad(String text, String message) {
        assertThatThrownBy(() -> Json.parse(utf8(text)))
                .isInstanceOf(JsonException.class)
                .hasMessageContaining(message);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }
}
