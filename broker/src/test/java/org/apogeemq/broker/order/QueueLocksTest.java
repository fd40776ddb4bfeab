package org.apogeemq.broker.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apogeemq.broker.face.RefusedException;
import org.apogeemq.protocol.record.MessageQueue;
import org.apogeemq.testkit.time.ManualTime;
import org.junit.jupiter.api.Test;

class QueueLocksTest {
    private static final MessageQueue Q0 = new MessageQueue("T", "bk-a", 0);
    private static final MessageQueue Q1 = new MessageQueue("T", "bk-a", 1);

    private static final Duration LIFE = Duration.ofSeconds(60);

    private final ManualTime time = new ManualTime();
    private final List<String> told = new ArrayList<>();
    private final Set<String> members = new HashSet<>();
    private final QueueLocks locks = new QueueLocks(LIFE, time, time, new Group());

    private final class Group implements Membership {
        @Override
        public boolean isMember(String group, String clientId) {
            return members.contains(clientId);
        }

        @Override
        public void queuesFreed(String group, Set<String> clientIds) {
            told.add(group + ":" + String.join(",", clientIds));
        }
    }

    @Test
    void aQueueIsHeldByOneClientOfAGroup() {
        assertThat(locks.lock("G", "a", List.of(Q0))).containsExactly(Q0);
        assertThat(locks.lock("G", "b", List.of(Q0, Q1))).containsExactly(Q1);
        assertThat(locks.lock("H", "b", List.of(Q0))).as("another group").containsExactly(Q0);
        assertThat(locks.anyHeld("G")).isTrue();
        assertThat(locks.anyHeld("X")).isFalse();
    }

    @Test
    void aLockThatIsNotRenewedIsFreeAfterAMinute() {
        locks.lock("G", "a", List.of(Q0, Q1));
        time.advance(Duration.ofSeconds(59));
        assertThat(locks.lock("G", "b", List.of(Q0))).isEmpty();
        assertThat(locks.lock("G", "a", List.of(Q1))).containsExactly(Q1);
        time.advance(Duration.ofSeconds(1));
        assertThat(locks.lock("G", "b", List.of(Q0, Q1))).containsExactly(Q0);
        time.advance(Duration.ofSeconds(60));
        assertThat(locks.anyHeld("G")).isFalse();
    }

    @Test
    void onlyWhoHoldsAQueueGivesItBack() {
        locks.lock("G", "a", List.of(Q0));
        locks.unlock("G", "b", List.of(Q0));
        assertThat(locks.lock("G", "b", List.of(Q0))).isEmpty();
        locks.unlock("G", "a", List.of(Q0));
        assertThat(locks.lock("G", "b", List.of(Q0))).containsExactly(Q0);
        locks.unlock("unknown", "a", List.of(Q0));
    }

    @Test
    void whoAskedInVainIsToldOnceWhenTheQueueIsFree() {
        locks.lock("G", "a", List.of(Q0, Q1));
        locks.lock("G", "b", List.of(Q0));
        locks.lock("G", "a", List.of(Q0, Q1)); // a renewal does not forget who waits
        locks.unlock("G", "a", List.of(Q1));
        assertThat(told).as("nobody wanted it").isEmpty();
        locks.unlock("G", "a", List.of(Q0));
        assertThat(told).containsExactly("G:b");
        locks.lock("G", "b", List.of(Q0));
        locks.unlock("G", "b", List.of(Q0));
        assertThat(told).hasSize(1);
    }

    @Test
    void whoAskedInVainIsToldWhenTheHolderHasDied() {
        locks.lock("G", "a", List.of(Q0));
        locks.lock("G", "c", List.of(Q1));
        time.advance(Duration.ofSeconds(20));
        locks.lock("G", "a", List.of(Q0)); // for the last time
        locks.lock("G", "b", List.of(Q0, Q1));
        time.advance(Duration.ofSeconds(39));
        assertThat(told).isEmpty();
        time.advance(Duration.ofSeconds(1));
        assertThat(told).as("Q1").containsExactly("G:b");
        time.advance(Duration.ofSeconds(20));
        assertThat(told).as("Q0, which was asked for later").containsExactly("G:b", "G:b");
        assertThat(locks.lock("G", "b", List.of(Q0, Q1))).containsExactly(Q0, Q1);
        time.advance(Duration.ofSeconds(120));
        assertThat(told).as("nobody waits").hasSize(2);
    }

    @Test
    void anotherLifeHoldsForLocksThatThereAre() {
        locks.lock("G", "a", List.of(Q0));
        locks.change(Duration.ofSeconds(5));
        time.advance(Duration.ofSeconds(5));
        assertThat(locks.anyHeld("G")).isFalse();
        assertThat(locks.lock("G", "b", List.of(Q0))).containsExactly(Q0);
    }

    @Test
    void aClientThatLeavesHoldsNothingAndWaitsForNothing() {
        locks.lock("G", "a", List.of(Q0));
        locks.lock("G", "b", List.of(Q0, Q1));
        locks.leave("G", "b");
        assertThat(locks.lock("G", "c", List.of(Q0, Q1))).containsExactly(Q1);
        locks.leave("G", "a");
        assertThat(told).containsExactly("G:c");
        locks.leave("unknown", "a");
    }

    @Test
    void aRequestThatComesAfterItsClientHasLeftGetsNothing() {
        locks.lock("G", "a", List.of(Q0));
        locks.unlock("G", "a", List.of(Q0));
        locks.leave("G", "a");
        assertThat(locks.lock("G", "a", List.of(Q0))).isEmpty();
        assertThat(locks.lock("G", "b", List.of(Q0))).containsExactly(Q0);
        members.add("a");
        assertThat(locks.lock("G", "a", List.of(Q1))).as("back again").containsExactly(Q1);
        members.remove("a");
        assertThat(locks.lock("G", "a", List.of(Q1))).as("silent, not gone").containsExactly(Q1);
        locks.leave("G", "a");
        time.advance(QueueLocks.FAREWELL.multipliedBy(2));
        assertThat(locks.lock("G", "a", List.of(Q1))).as("forgotten").containsExactly(Q1);
    }

    @Test
    void aGroupThatWantsTooManyQueuesGetsNoneOfThem() {
        List<MessageQueue> many = IntStream.rangeClosed(0, QueueLocks.QUEUES_PER_GROUP_MAX)
                .mapToObj(id -> new MessageQueue("T", "bk-a", id))
                .toList();
        assertThatThrownBy(() -> locks.lock("G", "a", many)).isInstanceOf(RefusedException.class);
        assertThat(locks.anyHeld("G")).isFalse();
    }
}
