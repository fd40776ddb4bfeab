package org.apogeemq.chaos.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apogeemq.chaos.history.QueueContents.Stored;
import org.apogeemq.chaos.history.Violation.Kind;
import org.junit.jupiter.api.Test;

/** Plants each violation in a history that is all right without it. */
class CheckerTest {
    private static final QueueName QUEUE = new QueueName("orders", 0);
    private static final QueueName OTHER = new QueueName("orders", 1);

    private final List<Sent> sent = new ArrayList<>();
    private final List<Stored> stored = new ArrayList<>();

    @Test
    void aHistoryInWhichEverythingWasKeptIsAllRight() {
        acknowledged(0, 10, 20);
        acknowledged(1, 30, 40);

        assertThat(check()).isEmpty();
    }

    @Test
    void anUnansweredMessageMayBeThereOrNot() {
        acknowledged(0, 10, 20);
        unanswered(1, 30);
        stored.add(new Stored(QUEUE, 1, name(2), 2));
        sent.add(attempted(new Sent(name(2), 2, true, 40)));

        assertThat(check()).isEmpty();
    }

    @Test
    void anAcknowledgedMessageThatIsNowhereIsLost() {
        acknowledged(0, 10, 20);
        acknowledged(1, 30, 40);
        stored.removeLast();

        assertThat(kinds()).containsExactly(Kind.LOST);
    }

    @Test
    void anAcknowledgedMessageOfAQueueThatIsGoneIsLost() {
        acknowledged(0, 10, 20);

        assertThat(Checker.check(sent, List.of())).extracting(Violation::kind).containsExactly(Kind.LOST);
    }

    @Test
    void anotherBodyIsAltered() {
        acknowledged(0, 10, 20);
        stored.set(0, new Stored(QUEUE, 0, name(0), 99));

        assertThat(kinds()).containsExactly(Kind.ALTERED);
    }

    @Test
    void aMessageAtAnotherOffsetThanAcknowledgedIsMisplaced() {
        unanswered(1, 5);
        stored.add(new Stored(QUEUE, 0, name(1), 1));
        stored.add(new Stored(QUEUE, 1, name(0), 0));
        Sent first = attempted(new Sent(name(0), 0, false, 10));
        first.acknowledged(new Sent.Acknowledgement(QUEUE, 0, 20));
        sent.add(first);

        assertThat(kinds()).containsExactly(Kind.MISPLACED);
    }

    @Test
    void aMessageThatSaysItIsOfAnotherQueueIsMisplaced() {
        acknowledged(0, 10, 20);
        stored.set(0, new Stored(OTHER, 0, name(0), 0));

        assertThat(kinds()).contains(Kind.MISPLACED);
    }

    @Test
    void aMessageThereMoreOftenThanItWasSentIsRepeated() {
        acknowledged(0, 10, 20);
        stored.add(new Stored(QUEUE, 1, name(0), 0));

        assertThat(kinds()).containsExactly(Kind.REPEATED);
    }

    @Test
    void aMessageThereAsOftenAsItsClientSentItIsAllRight() {
        acknowledged(0, 10, 20);
        sent.getFirst().attempted();
        stored.add(new Stored(QUEUE, 1, name(0), 0));

        assertThat(check()).isEmpty();
        assertThat(Checker.repeated(List.of(contents()))).isEqualTo(1);
    }

    @Test
    void aMessageSentAfterAnotherWasAcknowledgedMustLieBehindIt() {
        acknowledgedAt(0, 10, 20, 1);
        acknowledgedAt(1, 30, 40, 0);
        stored.sort((a, b) -> Long.compare(a.queueOffset(), b.queueOffset()));

        assertThat(kinds()).containsExactly(Kind.OUT_OF_ORDER);
    }

    @Test
    void orderIsJudgedOverMessagesInBetween() {
        acknowledgedAt(0, 10, 20, 2);
        acknowledgedAt(1, 5, 40, 1);
        acknowledgedAt(2, 30, 50, 0);
        stored.sort((a, b) -> Long.compare(a.queueOffset(), b.queueOffset()));

        assertThat(kinds()).containsExactly(Kind.OUT_OF_ORDER);
    }

    @Test
    void messagesThatWereOnTheirWayTogetherMayLieInAnyOrder() {
        acknowledgedAt(0, 10, 50, 1);
        acknowledgedAt(1, 30, 40, 0);
        stored.sort((a, b) -> Long.compare(a.queueOffset(), b.queueOffset()));

        assertThat(check()).isEmpty();
    }

    @Test
    void aMissingOffsetIsAGap() {
        acknowledgedAt(0, 10, 20, 0);
        acknowledgedAt(1, 30, 40, 2);

        assertThat(kinds()).containsExactly(Kind.GAP);
    }

    @Test
    void twoMessagesUnderOneOffsetAreFound() {
        acknowledgedAt(0, 10, 20, 0);
        acknowledgedAt(1, 15, 40, 0);

        assertThat(kinds()).containsExactly(Kind.DUPLICATE_OFFSET);
    }

    @Test
    void aQueueThatEndsElsewhereThanTheBrokerSaysIsFound() {
        acknowledged(0, 10, 20);
        var contents = new QueueContents(QUEUE, 0, 5, stored);

        assertThat(Checker.check(sent, List.of(contents)))
                .extracting(Violation::kind)
                .containsExactly(Kind.BOUNDS);
    }

    @Test
    void aQueueWhoseBeginningIsGoneIsFound() {
        acknowledged(0, 10, 20);
        acknowledged(1, 30, 40);
        var contents = new QueueContents(QUEUE, 1, 2, stored.subList(1, 2));

        assertThat(Checker.check(sent, List.of(contents)))
                .extracting(Violation::kind)
                .containsExactlyInAnyOrder(Kind.BOUNDS, Kind.LOST);
    }

    @Test
    void aMessageNobodySentIsFound() {
        stored.add(new Stored(QUEUE, 0, name(7), 7));

        assertThat(kinds()).containsExactly(Kind.UNKNOWN);
    }

    @Test
    void aMessageWhoseNameCannotBeReadIsFound() {
        stored.add(new Stored(QUEUE, 0, MessageName.of("7:7"), 7));

        assertThat(kinds()).containsExactly(Kind.UNKNOWN);
    }

    private void acknowledged(int number, long startedNanos, long acknowledgedNanos) {
        acknowledgedAt(number, startedNanos, acknowledgedNanos, stored.size());
    }

    private void acknowledgedAt(int number, long startedNanos, long acknowledgedNanos, long queueOffset) {
        Sent message = attempted(new Sent(name(number), number, false, startedNanos));
        message.acknowledged(new Sent.Acknowledgement(QUEUE, queueOffset, acknowledgedNanos));
        sent.add(message);
        stored.add(new Stored(QUEUE, queueOffset, name(number), number));
    }

    private void unanswered(int number, long startedNanos) {
        sent.add(attempted(new Sent(name(number), number, false, startedNanos)));
    }

    private static Sent attempted(Sent message) {
        message.attempted();
        return message;
    }

    private static MessageName name(int number) {
        return new MessageName(3, number);
    }

    private QueueContents contents() {
        long end = stored.stream().mapToLong(Stored::queueOffset).max().orElse(-1) + 1;
        return new QueueContents(QUEUE, 0, end, stored);
    }

    private List<Violation> check() {
        return Checker.check(sent, List.of(contents()));
    }

    private List<Kind> kinds() {
        return check().stream().map(Violation::kind).toList();
    }
}
