package org.apogeemq.broker.offset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.apogeemq.broker.Rooms;
import org.apogeemq.broker.face.RefusedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A group that is moved while its clients are at work. */
class MovedGroupsTest {
    @TempDir
    Path folder;

    private Rooms rooms;
    private Offsets offsets;

    @BeforeEach
    void open() {
        rooms = Rooms.open(folder);
        offsets = rooms.offsets;
        offsets.commit("G", "T", 0, 50);
    }

    @AfterEach
    void close() {
        rooms.close();
    }

    @Test
    void aMoveCountsAtOnceAndIsInTheLogWhenItIsDone() {
        offsets.move("G", "T", Map.of(0, 7L, 1, 3L)).join();
        assertThat(offsets.query("G", "T", 0)).isEqualTo(7);
        assertThat(offsets.of("G", "T")).isEqualTo(Map.of(0, 7L, 1, 3L));
        rooms.close();
        rooms = Rooms.open(folder);
        assertThat(rooms.offsets.query("G", "T", 0)).isEqualTo(7);
        assertThat(rooms.offsets.query("G", "T", 1)).isEqualTo(3);
    }

    @Test
    void aClientIsSentThereAndItsOldProgressDoesNotCountUntilItIs() {
        offsets.move("G", "T", Map.of(0, 7L)).join();
        assertThat(offsets.isMoveUnknown("G", "T", 0)).isTrue();
        assertThat(offsets.commit("G", "T", 0, 51)).isFalse();
        assertThat(offsets.query("G", "T", 0)).isEqualTo(7);

        assertThat(offsets.redirect("G", "T", 0, 52)).isEqualTo(7);
        assertThat(offsets.isMoveUnknown("G", "T", 0)).isFalse();
        assertThat(offsets.commit("G", "T", 0, 52)).as("it has not moved yet").isFalse();
        assertThat(offsets.redirect("G", "T", 0, 53)).as("again").isEqualTo(7);
        assertThat(offsets.commit("G", "T", 0, 7)).isTrue();

        assertThat(offsets.redirect("G", "T", 0, 7)).as("there it is").isEqualTo(Offsets.NONE);
        assertThat(offsets.commit("G", "T", 0, 8)).isTrue();
        assertThat(offsets.query("G", "T", 0)).isEqualTo(8);
        assertThat(offsets.redirect("G", "T", 0, 60)).isEqualTo(Offsets.NONE);
    }

    /** Skipping to the end: the next pull is from there anyway, but what was fetched before must be dropped. */
    @Test
    void aClientThatPullsFromTheNewOffsetByChanceIsSentThereToo() {
        offsets.move("G", "T", Map.of(0, 100L)).join();
        assertThat(offsets.redirect("G", "T", 0, 100)).isEqualTo(100);
        assertThat(offsets.redirect("G", "T", 0, 100)).isEqualTo(Offsets.NONE);
    }

    @Test
    void aClientThatAsksWhereToBeginNeedNotBeSent() {
        offsets.move("G", "T", Map.of(0, 7L)).join();
        assertThat(offsets.queryToGoOn("G", "T", 0)).isEqualTo(7);
        assertThat(offsets.isMoveUnknown("G", "T", 0)).isFalse();
        assertThat(offsets.redirect("G", "T", 0, 7)).isEqualTo(Offsets.NONE);
        assertThat(offsets.queryToGoOn("G", "T", 0)).isEqualTo(7);
    }

    @Test
    void whoDoesNotCareWhereItIsSentIsLeftAloneAfterAWhile() {
        offsets.move("G", "T", Map.of(0, 7L)).join();
        for (int sent = 0; sent < PendingResets.SENT_MAX; sent++) {
            assertThat(offsets.redirect("G", "T", 0, 52)).isEqualTo(7);
        }
        assertThat(offsets.redirect("G", "T", 0, 52)).isEqualTo(Offsets.NONE);
    }

    @Test
    void otherGroupsTopicsAndQueuesAreNotSentAnywhere() {
        offsets.move("G", "T", Map.of(0, 7L)).join();
        assertThat(offsets.redirect("H", "T", 0, 52)).isEqualTo(Offsets.NONE);
        assertThat(offsets.redirect("G", "U", 0, 52)).isEqualTo(Offsets.NONE);
        assertThat(offsets.redirect("G", "T", 1, 52)).isEqualTo(Offsets.NONE);
        assertThat(offsets.commit("G", "T", 1, 9)).isTrue();
    }

    @Test
    void nobodyIsSentIntoATopicThatIsGone() {
        offsets.move("G", "T", Map.of(0, 7L)).join();
        offsets.forgetTopic("T").join();
        assertThat(offsets.redirect("G", "T", 0, 52)).isEqualTo(Offsets.NONE);
        assertThat(offsets.queryToGoOn("G", "T", 0)).isEqualTo(Offsets.NONE);
    }

    @Test
    void aMoveWithAnOffsetThatCannotBeChangesNothing() {
        assertThatThrownBy(() -> offsets.move("G", "T", Map.of(0, 7L, 1, -1L))).isInstanceOf(RefusedException.class);
        assertThat(offsets.query("G", "T", 0)).isEqualTo(50);
        assertThat(offsets.isMoveUnknown("G", "T", 0)).isFalse();
    }
}
