package org.apogeemq.nameserver.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.apogeemq.protocol.body.DataVersion;
import org.apogeemq.protocol.body.TopicConfig;
import org.apogeemq.protocol.body.TopicConfigTable;
import org.junit.jupiter.api.Test;

class RouteTableTest {
    private static final String FIRST = "10.0.0.1:10911";
    private static final String SECOND = "10.0.0.2:10911";

    private final RouteTable table = new RouteTable();

    @Test
    void aBrokerThatTakesTheNameOfALivingOneIsTakenAndTheOtherNamed() {
        assertThat(register(FIRST)).isEqualTo(new RegistrationOutcome.Accepted(null, null, null));
        assertThat(register(SECOND)).isEqualTo(new RegistrationOutcome.Accepted(null, null, FIRST));
        assertThat(table.members("C1", "bk-a").brokerAddrs()).containsExactly(Map.entry(0L, SECOND));
    }

    @Test
    void aBrokerThatComesBackAtAnotherAddressDisplacesNobody() {
        register(FIRST);
        table.sessionClosed(FIRST);
        assertThat(register(SECOND)).isEqualTo(new RegistrationOutcome.Accepted(null, null, null));
    }

    private RegistrationOutcome register(String address) {
        var topics = new TopicConfigTable(
                Map.of("orders", new TopicConfig("orders", 4, 6), "bills", new TopicConfig("bills", 4, 6)),
                new DataVersion(1, 0, 1));
        var registration = new Registration(
                new BrokerKey("C1", address), "bk-a", 0, null, Duration.ofSeconds(120), null, null, topics, address);
        return table.register(registration, false, 0);
    }
}
