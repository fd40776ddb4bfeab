package org.apogeemq.cli.group;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HoldersTest {
    private static final String INFO = "{\"mqTable\":{{\"brokerName\":\"a\",\"queueId\":%d,\"topic\":\"T\"}:"
            + "{\"commitOffset\":5,\"droped\":%s}},\"properties\":{}}";

    private final Holders holders = Holders.unknown();

    private static QueueLag queue(int id) {
        return new QueueLag("T", "a", id, 9, 5, 1);
    }

    private void says(String client, int queue, boolean dropped) {
        holders.add(client, INFO.formatted(queue, dropped).getBytes(UTF_8));
    }

    @Test
    void aQueueIsTheClientsThatSaysSo() {
        says("c1", 0, false);
        says("c2", 1, false);
        assertThat(holders.of(queue(0))).isEqualTo("c1");
        assertThat(holders.of(queue(1))).isEqualTo("c2");
        assertThat(holders.of(queue(2))).isNull();
    }

    @Test
    void aQueueThatIsBeingGivenAwayIsNobodys() {
        says("c1", 0, true);
        assertThat(holders.of(queue(0))).isNull();
    }

    @Test
    void bothAreNamedWhileTwoSayThatTheyHaveAQueue() {
        says("c1", 0, false);
        says("c2", 0, false);
        assertThat(holders.of(queue(0))).isEqualTo("c1, c2");
    }

    @Test
    void aClientThatSaysNothingOfItsQueuesHasNone() {
        holders.add("c1", "{\"properties\":{}}".getBytes(UTF_8));
        assertThat(holders.of(queue(0))).isNull();
    }
}
