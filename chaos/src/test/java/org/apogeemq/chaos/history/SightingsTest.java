package org.apogeemq.chaos.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apogeemq.chaos.history.QueueContents.Stored;
import org.apogeemq.chaos.history.Violation.Kind;
import org.junit.jupiter.api.Test;

class SightingsTest {
    private static final QueueName QUEUE = new QueueName("orders", 0);

    private final Sightings sightings = new Sightings();

    @Test
    void whatStaysTheSameIsAllRight() {
        assertThat(sightings.saw(message(0, 1))).isNull();
        assertThat(sightings.saw(message(0, 1))).isNull();
        assertThat(sightings.compare(List.of(contents(message(0, 1), message(1, 2)))))
                .isEmpty();
    }

    @Test
    void anotherMessageAtAPlaceThatWasReadIsFoundAtOnce() {
        sightings.saw(message(0, 1));

        assertThat(sightings.saw(message(0, 2)).kind()).isEqualTo(Kind.VANISHED);
    }

    @Test
    void aMessageThatWasReadAndIsGoneIsFound() {
        sightings.saw(message(0, 1));
        sightings.saw(message(1, 2));

        assertThat(sightings.compare(List.of(contents(message(0, 1)))))
                .extracting(Violation::kind)
                .containsExactly(Kind.VANISHED);
    }

    @Test
    void whatACheckHasReadMustBeThereInTheNext() {
        sightings.compare(List.of(contents(message(0, 1), message(1, 2))));

        assertThat(sightings.compare(List.of(contents(message(0, 1), message(1, 3)))))
                .extracting(Violation::kind)
                .containsExactly(Kind.VANISHED);
        assertThat(sightings.compare(List.of())).hasSize(2);
    }

    private static Stored message(long queueOffset, int number) {
        return new Stored(QUEUE, queueOffset, new MessageName(0, number), number);
    }

    private static QueueContents contents(Stored... messages) {
        return new QueueContents(QUEUE, 0, messages.length, List.of(messages));
    }
}
