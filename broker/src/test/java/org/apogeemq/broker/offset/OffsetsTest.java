package org.apogeemq.broker.offset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apogeemq.broker.Rooms;
import org.apogeemq.broker.face.RefusedException;
import org.apogeemq.protocol.body.OffsetTable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OffsetsTest {
    @TempDir
    Path folder;

    private Rooms rooms;

    @BeforeEach
    void open() {
        rooms = Rooms.open(folder);
    }

    @AfterEach
    void close() {
        rooms.close();
    }

    @Test
    void aCommitCountsAtOnce() {
        assertThat(rooms.offsets.query("G", "T", 3)).isEqualTo(Offsets.NONE);
        rooms.offsets.commit("G", "T", 3, 42);
        assertThat(rooms.offsets.query("G", "T", 3)).isEqualTo(42);
        assertThat(rooms.offsets.query("G", "T", 0)).isEqualTo(Offsets.NONE);
        assertThat(rooms.offsets.query("G", "T", -1)).isEqualTo(Offsets.NONE);
        rooms.offsets.commit("G", "T", 3, 7);
        assertThat(rooms.offsets.query("G", "T", 3)).isEqualTo(7);
    }

    @Test
    void allCommitsOfASecondAreOneRecord() {
        long begin = rooms.store.log().maxOffset();
        for (int offset = 0; offset < 1_000; offset++) {
            rooms.offsets.commit("G", "T", offset % 4, offset);
            rooms.offsets.commit("H", "T", offset % 4, offset);
        }
        assertThat(rooms.store.log().maxOffset()).isEqualTo(begin);
        rooms.time.advance(Duration.ofSeconds(1));
        assertThat(rooms.store.log().maxOffset() - begin).isBetween(100L, 600L);
        long end = rooms.store.log().maxOffset();
        rooms.offsets.commit("G", "T", 0, rooms.offsets.query("G", "T", 0));
        rooms.time.advance(Duration.ofSeconds(10));
        assertThat(rooms.store.log().maxOffset()).isEqualTo(end);
    }

    @Test
    void offsetsSurviveARestart() {
        rooms.offsets.commit("G", "T", 0, 5);
        rooms.time.advance(Duration.ofSeconds(1));
        rooms.offsets.commit("G", "T", 1, 6);
        rooms.offsets.commit("G2", "T", 0, 9);
        rooms.close();
        rooms = Rooms.open(folder);
        assertThat(rooms.offsets.query("G", "T", 0)).isEqualTo(5);
        assertThat(rooms.offsets.query("G", "T", 1)).isEqualTo(6);
        assertThat(rooms.offsets.query("G2", "T", 0)).isEqualTo(9);
    }

    @Test
    void offsetsOfADeletedTopicOrGroupAreGoneForGood() {
        rooms.offsets.commit("G", "T", 0, 5);
        rooms.offsets.commit("G", "U", 0, 6);
        rooms.offsets.commit("H", "T", 0, 7);
        rooms.offsets.commit("H", "U", 0, 8);
        rooms.time.advance(Duration.ofSeconds(1));
        rooms.offsets.forgetTopic("T").join();
        rooms.offsets.forgetGroup("H").join();
        rooms.close();
        rooms = Rooms.open(folder);
        assertThat(rooms.offsets.query("G", "T", 0)).isEqualTo(Offsets.NONE);
        assertThat(rooms.offsets.query("H", "U", 0)).isEqualTo(Offsets.NONE);
        assertThat(rooms.offsets.query("G", "U", 0)).isEqualTo(6);
        assertThat(rooms.offsets.topicsOf("G")).containsExactly("U");
        assertThat(rooms.offsets.groupsOf("U")).containsExactly("G");
    }

    @Test
    void aCommitThatWaitsToBeWrittenDoesNotBringBackADeletedTopic() {
        rooms.offsets.commit("G", "T", 0, 5);
        rooms.offsets.forgetTopic("T").join();
        rooms.time.advance(Duration.ofSeconds(1));
        rooms.close();
        rooms = Rooms.open(folder);
        assertThat(rooms.offsets.query("G", "T", 0)).isEqualTo(Offsets.NONE);
    }

    @Test
    void theTableHasTheShapeOfApachesFile() {
        rooms.offsets.commit("G", "T", 0, 5);
        rooms.offsets.commit("G", "T", 2, 6);
        assertThat(OffsetTable.fromJson(rooms.offsets.table()).offsetTable())
                .isEqualTo(Map.of("T@G", Map.of(0, 5L, 2, 6L)));
    }

    @Test
    void queueIdsAndOffsetsOutOfRangeAreRefused() {
        assertThatThrownBy(() -> rooms.offsets.commit("G", "T", 65_536, 1))
                .isInstanceOf(RefusedException.class)
                .hasMessage("queueId is 65536, must be in 0..65535");
        assertThatThrownBy(() -> rooms.offsets.commit("G", "T", -1, 1)).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> rooms.offsets.commit("G", "T", 0, -1))
                .hasMessage("commitOffset is -1, must be 0 or more");
    }

    @Test
    void manyOffsetsAreSplitIntoRecordsThatFit() {
        for (int pair = 0; pair < 20; pair++) {
            for (int queueId = 0; queueId < 1_000; queueId++) {
                rooms.offsets.commit("G" + pair, "T", queueId, queueId);
            }
        }
        rooms.offsets.flush().join();
        rooms.close();
        rooms = Rooms.open(folder);
        assertThat(rooms.offsets.query("G19", "T", 999)).isEqualTo(999);
        assertThat(rooms.offsets.query("G0", "T", 0)).isZero();
    }
}
