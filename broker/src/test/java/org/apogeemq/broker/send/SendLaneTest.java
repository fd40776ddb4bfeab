package org.apogeemq.broker.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apogeemq.broker.Rooms;
import org.apogeemq.broker.face.RefusedException;
import org.apogeemq.protocol.body.DataVersion;
import org.apogeemq.protocol.body.TopicConfig;
import org.apogeemq.protocol.command.ResponseCodes;
import org.apogeemq.protocol.record.SysFlags;
import org.apogeemq.store.log.Draft;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SendLaneTest {
    @TempDir
    Path folder;

    private final List<Draft> drafts = new ArrayList<>();
    private Rooms rooms;
    private SendLane lane;

    @BeforeEach
    void open() {
        rooms = Rooms.open(folder);
        rooms.topics
                .upsert(new TopicConfig("orders", 1, TopicConfig.PERM_READ | TopicConfig.PERM_WRITE))
                .join();
        SendConfig config = new SendConfig(1 << 20, "region", true, "cluster", 0);
        lane = new SendRoom(config, rooms.topics, rooms.groups, rooms.time, bound -> 0, drafts::add)
                .lane((ticket, draft, first, count) -> {}, Runnable::run, () -> true);
    }

    @AfterEach
    void close() {
        rooms.close();
    }

    @Test
    void aMessageThatDoesNotWaitForTheDiskIsAnsweredEarlyIfItIsAlone() {
        accept("WAIT\1false\2");
        lane.flush();
        accept("WAIT\1true\2");
        lane.flush();
        accept("");
        lane.flush();
        assertThat(drafts).extracting(Draft::waitsForFlush).containsExactly(false, true, true);
    }

    @Test
    void aMessageThatWaitsIsNotAnsweredEarlyBecauseOfItsNeighbours() {
        accept("WAIT\1false\2");
        accept("WAIT\1true\2");
        accept("WAIT\1false\2");
        lane.flush();
        assertThat(drafts).singleElement().satisfies(draft -> {
            assertThat(draft.records()).isEqualTo(3);
            assertThat(draft.waitsForFlush()).isTrue();
        });
    }

    @Test
    void aMessageThatSaysItHoldsABatchIsRefused() {
        assertThatThrownBy(() -> lane.accept(request("orders", "", SysFlags.INNER_BATCH), lane.ticket()))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("batch");
        lane.flush();
        assertThat(drafts).isEmpty();
    }

    @Test
    void aTopicThatKeepsTheLastMessageOfEachKeyTakesNoneWithoutKey() {
        Map<String, String> compaction = Map.of("cleanup.policy", "COMPACTION");
        TopicConfig config = new TopicConfig("prices", 1, 1, 6, TopicConfig.SINGLE_TAG, 0, false, compaction);
        rooms.topics
                .takeOver(List.of(config), List.of(), new DataVersion(1, 0, 0))
                .join();
        for (String properties : List.of("", "TAGS\1a\2", "KEYS\1  \2")) {
            assertThatThrownBy(() -> accept("prices", properties))
                    .isInstanceOfSatisfying(
                            RefusedException.class,
                            refused -> assertThat(refused.code()).isEqualTo(ResponseCodes.MESSAGE_ILLEGAL))
                    .hasMessageContaining("Required message key is missing: topic[prices]");
        }
        accept("prices", "KEYS\1gold\2TAGS\1a\2");
        accept("orders", "TAGS\1a\2");
        lane.flush();
        assertThat(drafts).singleElement().extracting(Draft::records).isEqualTo(2);
    }

    private void accept(String properties) {
        accept("orders", properties);
    }

    private void accept(String topic, String properties) {
        assertThat(lane.accept(request(topic, properties, 0), lane.ticket())).isTrue();
    }

    private static SendRequest request(String topic, String properties, int sysFlag) {
        SendRequest request = new SendRequest();
        request.sysFlag = sysFlag;
        request.topic = topic;
        request.properties = properties.getBytes(StandardCharsets.UTF_8);
        request.propertiesBytes = request.properties.length;
        request.body = ByteBuffer.wrap("body".getBytes(StandardCharsets.UTF_8));
        return request;
    }
}
