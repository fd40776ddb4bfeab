package org.apogeemq.protocol.header;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.RecordComponent;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.apogeemq.protocol.Randomized;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HeaderCodecTest {
    static Stream<Class<? extends Record>> headers() {
        return Stream.of(
                        SendHeaders.class,
                        PullHeaders.class,
                        PopHeaders.class,
                        OffsetHeaders.class,
                        QueryHeaders.class,
                        GroupHeaders.class,
                        TopicHeaders.class,
                        RouteHeaders.class,
                        KvHeaders.class,
                        RegisterHeaders.class,
                        AdminHeaders.class)
                .flatMap(file -> Stream.of(file.getDeclaredClasses()))
                .map(type -> type.asSubclass(Record.class));
    }

    @ParameterizedTest
    @MethodSource("headers")
    void everyHeaderDecodesToWhatWasEncoded(Class<? extends Record> type) {
        Randomized.check(50, random -> {
            Record header = any(random, type);
            Map<String, String> ext = new HashMap<>(HeaderCodec.encode(header));
            ext.put("unknown", "field");
            assertThat((Object) HeaderCodec.decode(type, ext)).isEqualTo(header);
        });
    }

    @ParameterizedTest
    @MethodSource("headers")
    void namesOnTheWireAreUniqueInAHeader(Class<? extends Record> type) {
        Set<String> names = new HashSet<>();
        for (RecordComponent component : type.getRecordComponents()) {
            assertThat(names.add(wireName(component))).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("headers")
    void everyMissingRequiredFieldIsNamed(Class<? extends Record> type) {
        Map<String, String> ext = HeaderCodec.encode(any(new Random(1), type));
        for (RecordComponent component : type.getRecordComponents()) {
            Map<String, String> without = new HashMap<>(ext);
            without.remove(wireName(component));
            if (isRequired(component)) {
                assertThatThrownBy(() -> HeaderCodec.decode(type, without))
                        .isInstanceOf(BadHeaderException.class)
                        .hasMessageStartingWith("field " + wireName(component) + " is missing, must be ");
            } else {
                assertThatCode(() -> HeaderCodec.decode(type, without)).doesNotThrowAnyException();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("headers")
    void whateverTheTextsAreTheErrorIsABadHeader(Class<? extends Record> type) {
        Randomized.check(50, random -> {
            Map<String, String> ext = new HashMap<>();
            for (RecordComponent component : type.getRecordComponents()) {
                ext.put(wireName(component), random.nextInt(4) == 0 ? Randomized.text(random, 200) : "1");
            }
            try {
                HeaderCodec.decode(type, ext);
            } catch (BadHeaderException e) {
                assertThat(e).hasMessageContaining("must be ");
                assertThat(e.getMessage()).hasSizeLessThan(250);
            }
        });
    }

    @Test
    void sendV2UsesTheShortNames() {
        Map<String, String> ext = new LinkedHashMap<>(Map.of(
                "a", "PG", "b", "T", "c", "TBW102", "d", "4", "e", "-1", "f", "0", "g", "1795160000000", "h", "9"));
        ext.put("m", "false");
        ext.put("j", "");
        SendHeaders.SendMessageV2 header = HeaderCodec.decode(SendHeaders.SendMessageV2.class, ext);
        assertThat(header.topic()).isEqualTo("T");
        assertThat(header.queueId()).isEqualTo(-1);
        assertThat(header.batch()).isFalse();
        assertThat(header.reconsumeTimes()).isNull();
        assertThat(header.properties()).isNull();
        ext.remove("j");
        assertThat(HeaderCodec.encode(header)).isEqualTo(ext);
        assertThat(HeaderCodec.encode(header.toSendMessage()))
                .containsEntry("producerGroup", "PG")
                .containsEntry("batch", "false")
                .doesNotContainKey("bname");
    }

    @Test
    void aBadValueIsNamedWithItsRange() {
        Map<String, String> ext = Map.of("consumerGroup", "G", "topic", "T", "queueId", "3000000000");
        assertThatThrownBy(() -> HeaderCodec.decode(OffsetHeaders.QueryConsumerOffset.class, ext))
                .isInstanceOf(BadHeaderException.class)
                .hasMessage("field queueId is '3000000000', must be a whole number in -2147483648..2147483647");
        assertThatThrownBy(() -> HeaderCodec.decode(RouteHeaders.RouteOfTopic.class, null))
                .hasMessage("field topic is missing, must be text");
    }

    @Test
    void onlyPublicRecordsOfKnownTypesAreHeaders() {
        record Unknown(List<String> list) {}
        assertThatThrownBy(() -> HeaderCodec.decode(Unknown.class, Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("java.util.List");
    }

    private static Record any(Random random, Class<? extends Record> type) throws IllegalArgumentException {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            boolean absent = !isRequired(components[i]) && random.nextBoolean();
            values[i] = absent ? null : value(random, types[i]);
        }
        try {
            return type.getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Object value(Random random, Class<?> type) {
        if (type == String.class) {
            return Randomized.text(random, 30);
        }
        if (type == int.class || type == Integer.class) {
            return random.nextInt();
        }
        if (type == long.class || type == Long.class) {
            return random.nextLong();
        }
        return random.nextBoolean();
    }

    private static boolean isRequired(RecordComponent component) {
        return component.getType().isPrimitive() || component.isAnnotationPresent(Required.class);
    }

    private static String wireName(RecordComponent component) {
        Wire wire = component.getAnnotation(Wire.class);
        return wire == null ? component.getName() : wire.value();
    }
}
