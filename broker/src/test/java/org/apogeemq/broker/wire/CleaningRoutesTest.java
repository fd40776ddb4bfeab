package org.apogeemq.broker.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.apogeemq.broker.Rooms;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CleaningRoutesTest {
    private static final int CLEAN_EXPIRED_QUEUES = 306;
    private static final int CLEAN_UNUSED_TOPIC = 316;
    private static final int DELETE_EXPIRED = 329;

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
    void queuesOfTopicsThatAreNotThereAreDeleted() {
        assertThat(rooms.topics.createFromTemplate("kept", "TBW102", 1, 0)).isCompleted();
        rooms.put("kept", 0, "a");
        rooms.put("left-over", 0, "b");
        rooms.put("SCHEDULE_TOPIC_XXXX", 0, "c");
        assertThat(rooms.store.queues().topics()).contains("kept", "left-over");

        assertThat(routes.ask(CLEAN_UNUSED_TOPIC, Map.of()).code()).isZero();
        assertThat(rooms.store.queues().topics())
                .contains("kept", "SCHEDULE_TOPIC_XXXX")
                .doesNotContain("left-over");
    }

    @Test
    void deletionsAreAnsweredWhenTheyBegin() {
        rooms.put("T", 0, "a");
        assertThat(routes.ask(DELETE_EXPIRED, Map.of()).code()).isZero();
        assertThat(routes.ask(CLEAN_EXPIRED_QUEUES, Map.of()).code()).isZero();
        assertThat(rooms.store.queues().get("T", 0).maxOffset()).isOne();
    }
}
