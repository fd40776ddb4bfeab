package org.apogeemq.broker.offset;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
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

    @Test
    void aMoveNobodyHasFollowedYetIsPendingAfterARestart() {
        offsets.move("G", "T", Map.of(0, 7L, 1, 3L)).join();
        restart();
        assertThat(offsets.isMoveUnknown("G", "T", 0)).isTrue();
        assertThat(offsets.commit("G", "T", 0, 52)).as("from before the move").isFalse();
        assertThat(offsets.redirect("G", "T", 0, 52)).isEqualTo(7);
        assertThat(offsets.redirect("G", "T", 1, 0)).isEqualTo(3);
    }

    @Test
    void aMoveThatWasFollowedIsOverAfterARestartToo() {
        offsets.move("G", "T", Map.of(0, 7L, 1, 3L)).join();
        offsets.redirect("G", "T", 0, 52);
        offsets.redirect("G", "T", 0, 7);
        offsets.commit("G", "T", 0, 9);
        rooms.time.advance(Duration.ofSeconds(1));
        restart();
        assertThat(offsets.query("G", "T", 0)).isEqualTo(9);
        assertThat(offsets.redirect("G", "T", 0, 9)).isEqualTo(Offsets.NONE);
        assertThat(offsets.redirect("G", "T", 1, 0)).as("not followed").isEqualTo(3);
    }

    @Test
    void aMoveIsPendingInTheSnapshotToo() {
        offsets.move("G", "T", Map.of(0, 7L)).join();
        offsets.move("G", "U", Map.of(0, 1L)).join();
        offsets.redirect("G", "U", 0, 5);
        offsets.redirect("G", "U", 0, 1);
        var restored = new Offsets(rooms.time, Runnable::run);
        restored.restore(offsets.snapshot());
        assertThat(restored.redirect("G", "T", 0, 52)).isEqualTo(7);
        assertThat(restored.redirect("G", "U", 0, 5)).isEqualTo(Offsets.NONE);
        assertThat(restored.query("G", "U", 0)).isEqualTo(1);
        assertThat(new String(restored.table(), UTF_8))
                .as("what others are shown")
                .doesNotContain("moves");
    }

    @Test
    void progressFromBeforeAMoveThatCameIntoTheLogBehindItDoesNotCount() {
        var replayed = new Offsets(rooms.time, Runnable::run);
        replayed.apply("{\"moves\":{\"T@G\":{\"0\":7}}}".getBytes(UTF_8));
        replayed.apply("{\"offsetTable\":{\"T@G\":{\"0\":52,\"1\":4}}}".getBytes(UTF_8));
        assertThat(replayed.of("G", "T")).isEqualTo(Map.of(0, 7L, 1, 4L));
        replayed.apply("{\"moves\":{\"T@G\":{\"0\":-1}}}".getBytes(UTF_8));
        replayed.apply("{\"offsetTable\":{\"T@G\":{\"0\":8}}}".getBytes(UTF_8));
        assertThat(replayed.query("G", "T", 0)).isEqualTo(8);
    }

    @Test
    void aMoveBehindTheEndOfItsQueueIsSetBackWithItsOffset() {
        offsets.move("G", "T", Map.of(0, 7L)).join();
        assertThat(offsets.setBack((topic, queueId) -> 5)).isEqualTo(1);
        offsets.flush().join();
        restart();
        assertThat(offsets.query("G", "T", 0)).isEqualTo(5);
        assertThat(offsets.redirect("G", "T", 0, 52)).isEqualTo(5);
    }

    @Test
    void aGroupThatWentOnWithAnotherBrokerHasFollowed() {
        offsets.move("G", "T", Map.of(0, 7L)).join();
        offsets.settle("G", "T", 0, 20);
        offsets.flush().join();
        restart();
        assertThat(offsets.query("G", "T", 0)).isEqualTo(20);
        assertThat(offsets.redirect("G", "T", 0, 20)).isEqualTo(Offsets.NONE);
    }

    @Test
    void nobodyIsSentIntoATopicThatWasGoneBeforeTheRestart() {
        offsets.move("G", "T", Map.of(0, 7L)).join();
        offsets.forgetTopic("T").join();
        restart();
        assertThat(offsets.queryToGoOn("G", "T", 0)).isEqualTo(Offsets.NONE);
        assertThat(offsets.topicsOf("G")).isEmpty();
    }

    private void restart() {
        rooms.close();
        rooms = Rooms.open(folder);
        offsets = rooms.offsets;
    }
}
