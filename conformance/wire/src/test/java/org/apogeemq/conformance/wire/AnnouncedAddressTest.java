package org.apogeemq.conformance.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apogeemq.conformance.clients.Clients;
import org.apogeemq.conformance.clients.RoundTripProgram;
import org.apogeemq.testkit.process.ApogeeProcess;
import org.apogeemq.testkit.process.ApogeeProgram;
import org.apogeemq.testkit.process.ChildProcess;
import org.apogeemq.testkit.server.Server;
import org.junit.jupiter.api.Test;

/** The address in a client's route is one by which that client reaches the broker. */
class AnnouncedAddressTest {
    private static final Duration LIMIT = Duration.ofSeconds(90);

    @Test
    void everyClientGetsTheAddressByWhichItCameWithNoSettingAtAll() {
        assumeNamespaces();
        try (Namespaces namespaces = Namespaces.create();
                ApogeeProcess apogee =
                        ApogeeProcess.up().startedBy(namespaces.inServer()).start()) {
            String topic = Clients.unique("topic");
            String far = Namespaces.SERVER_ADDRESS + ":";
            String here = "127.0.0.1:";

            assertThat(roundTrip(namespaces.inClient(), far + apogee.nameServerPort(), topic))
                    .contains("\"" + far + apogee.brokerPort() + "\"")
                    .doesNotContain("\"" + here);
            assertThat(roundTrip(namespaces.inServer(), here + apogee.nameServerPort(), topic))
                    .contains("\"" + here + apogee.brokerPort() + "\"")
                    .doesNotContain("\"" + far);
            assertThat(roundTrip(namespaces.inServer(), far + apogee.nameServerPort(), topic))
                    .contains("\"" + far + apogee.brokerPort() + "\"");
        }
    }

    @Test
    void aClientBehindAPortMappingGetsTheHostThatWasSet() {
        assumeNamespaces();
        try (Namespaces namespaces = Namespaces.create();
                ApogeeProcess apogee = ApogeeProcess.up()
                        .host("127.0.0.1")
                        .startedBy(namespaces.inServer())
                        .start()) {
            String nameServer = "127.0.0.1:" + apogee.nameServerPort();
            String route = roundTrip(
                    namespaces.inClient(),
                    nameServer,
                    Clients.unique("topic"),
                    mapping(apogee.nameServerPort()),
                    mapping(apogee.brokerPort()));

            assertThat(route).contains("\"127.0.0.1:" + apogee.brokerPort() + "\"");
        }
    }

    @Test
    void aHostThatIsSetIsAnnouncedToEverybody() {
        try (ApogeeProcess apogee = ApogeeProcess.up().host("127.0.0.2").start();
                var clients = new Clients(Server.of(apogee))) {
            String topic = clients.topic(1);
            List<String> sent = clients.send(topic, 5);

            assertThat(clients.server().route(topic))
                    .hasValueSatisfying(
                            route -> assertThat(route).contains("\"127.0.0.2:" + apogee.brokerPort() + "\""));
            clients.consume(Clients.unique("group"), topic).awaitExactly(sent);
        }
    }

    private static void assumeNamespaces() {
        Optional<String> whyNot = Namespaces.whyNot();
        assumeTrue(whyNot.isEmpty(), () -> whyNot.orElse(""));
    }

    private static String mapping(int port) {
        return port + "=" + Namespaces.SERVER_ADDRESS + ":" + port;
    }

    /** Runs the client there, and returns the route it printed. */
    private static String roundTrip(String[] there, String nameServer, String topic, String... mappings) {
        var command = new ArrayList<>(List.of(there));
        command.addAll(List.of(
                ApogeeProgram.javaCommand(),
                "-Xmx96m",
                "-Duser.home=" + System.getProperty("user.home"),
                "-cp",
                System.getProperty("java.class.path"),
                RoundTripProgram.class.getName(),
                nameServer,
                topic));
        command.addAll(List.of(mappings));
        try (ChildProcess client = ChildProcess.start("client", new ProcessBuilder(command))) {
            client.awaitLine(java.util.regex.Pattern.compile("^all \\d+ messages came back"), LIMIT);
            assertThat(client.awaitExit(LIMIT)).isZero();
            return client.output()
                    .lines()
                    .filter(line -> line.startsWith("route "))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
