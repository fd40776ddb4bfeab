package org.apogeemq.broker.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apogeemq.broker.Rooms;
import org.apogeemq.protocol.command.RemotingCommand;
import org.apogeemq.protocol.record.StoredMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueryByKeyTest {
    private static final int SUCCESS = 0;
    private static final int NOT_FOUND = 22;

    @TempDir
    Path folder;

    private Rooms rooms;
    private TestRoutes routes;

    @BeforeEach
    void open() {
        rooms = Rooms.open(folder);
        routes = new TestRoutes(rooms);
    }

    @AfterEach
    void close() {
        rooms.close();
    }

    @Test
    void messagesAreFoundInTheOrderOfTheLogWithHowFarTheIndexIs() {
        rooms.put("T", 0, "one", Map.of("KEYS", "a b", "UNIQ_KEY", "u1"));
        rooms.put("T", 1, "two", Map.of("KEYS", "b"));
        long last = rooms.put("T", 0, "three", Map.of("KEYS", "b", "UNIQ_KEY", "u3"));

        RemotingCommand answer = ask("T", "b", Map.of());
        assertThat(answer.code()).isEqualTo(SUCCESS);
        assertThat(bodies(answer)).containsExactly("one", "two", "three");
        assertThat(answer.ext())
                .containsEntry("indexLastUpdatePhyoffset", "" + last)
                .containsEntry("indexLastUpdateTimestamp", "" + rooms.time.wallMillis());
        assertThat(bodies(ask("T", "b", Map.of("maxNum", "2")))).containsExactly("two", "three");
    }

    @Test
    void aUniqueKeyIsFoundWhetherItIsSaidToBeOneOrNotAndAKeyIsNoUniqueKey() {
        rooms.put("T", 0, "one", Map.of("KEYS", "k", "UNIQ_KEY", "u1"));

        assertThat(bodies(ask("T", "u1", Map.of("_UNIQUE_KEY_QUERY", "true")))).containsExactly("one");
        assertThat(bodies(ask("T", "u1", Map.of("indexType", "U")))).containsExactly("one");
        assertThat(bodies(ask("T", "u1", Map.of()))).containsExactly("one");
        assertThat(ask("T", "k", Map.of("_UNIQUE_KEY_QUERY", "true")).code()).isEqualTo(NOT_FOUND);
    }

    @Test
    void tagsAreFoundIfTheyAreAskedFor() {
        rooms.put("T", 0, "one", Map.of("TAGS", "x"));

        assertThat(bodies(ask("T", "x", Map.of("indexType", "T")))).containsExactly("one");
        assertThat(ask("T", "x", Map.of("indexType", "K")).code()).isEqualTo(NOT_FOUND);
    }

    @Test
    void atMost64AreFoundAndOfAUniqueKeyAtMost32() {
        for (int i = 0; i < 70; i++) {
            rooms.put("T", 0, "m" + i, Map.of("UNIQ_KEY", "u"));
        }
        assertThat(bodies(ask("T", "u", Map.of("maxNum", "100")))).hasSize(64).endsWith("m69");
        assertThat(bodies(ask("T", "u", Map.of("maxNum", "100", "_UNIQUE_KEY_QUERY", "true"))))
                .hasSize(32);
        assertThat(ask("T", "u", Map.of("maxNum", "0")).code()).isEqualTo(NOT_FOUND);
    }

    @Test
    void anAnswerHoldsAsManyAsFitAFrame() {
        String large = "x".repeat(500_000);
        for (int i = 0; i < 20; i++) {
            rooms.put("T", 0, i + large, Map.of("KEYS", "k"));
        }
        RemotingCommand answer = ask("T", "k", Map.of());
        assertThat(answer.body().length).isBetween(7 << 20, 8 << 20);
        assertThat(bodies(answer).getLast()).startsWith("19x");
    }

    @Test
    void onlyTheTimeThatIsAskedForIsLookedAt() {
        long begun = rooms.time.wallMillis();
        rooms.put("T", 0, "early", Map.of("KEYS", "k"));
        rooms.time.advance(Duration.ofMinutes(1));
        rooms.put("T", 0, "late", Map.of("KEYS", "k"));

        assertThat(bodies(ask("T", "k", Map.of("endTimestamp", "" + (begun + 30_000)))))
                .containsExactly("early");
        assertThat(bodies(ask("T", "k", Map.of("beginTimestamp", "" + (begun + 30_000)))))
                .containsExactly("late");
    }

    @Test
    void anotherKeyWithTheSameHashIsNotFound() {
        rooms.put("T", 0, "one", Map.of("KEYS", "Aa"));
        rooms.put("T", 0, "two", Map.of("KEYS", "BB"));

        assertThat("Aa".hashCode()).isEqualTo("BB".hashCode());
        assertThat(bodies(ask("T", "BB", Map.of()))).containsExactly("two");
    }

    @Test
    void whatIsNotThereIsAnsweredWith22AndHowFarTheIndexIs() {
        long at = rooms.put("T", 0, "one", Map.of("KEYS", "k"));

        RemotingCommand answer = ask("T", "none", Map.of());
        assertThat(answer.code()).isEqualTo(NOT_FOUND);
        assertThat(answer.remark()).isEqualTo("can not find message, maybe time range not correct");
        assertThat(answer.ext()).containsEntry("indexLastUpdatePhyoffset", "" + at);
    }

    private RemotingCommand ask(String topic, String key, Map<String, String> more) {
        Map<String, String> fields = new HashMap<>(Map.of(
                "topic",
                topic,
                "key",
                key,
                "maxNum",
                "32",
                "beginTimestamp",
                "0",
                "endTimestamp",
                "" + Long.MAX_VALUE));
        fields.putAll(more);
        return routes.ask(12, fields);
    }

    private static List<String> bodies(RemotingCommand answer) {
        assertThat(answer.code()).as(answer.remark()).isEqualTo(SUCCESS);
        return StoredMessage.decodeAll(ByteBuffer.wrap(answer.body())).stream()
                .map(message -> new String(message.body(), StandardCharsets.UTF_8))
                .toList();
    }
}
