package org.apogeemq.broker.role;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apogeemq.broker.Rooms;
import org.apogeemq.broker.topic.TopicSettings;
import org.apogeemq.protocol.body.RegisterBrokerBody;
import org.apogeemq.protocol.body.TopicConfig;
import org.apogeemq.protocol.header.RegisterHeaders.RegisterBroker;
import org.apogeemq.protocol.header.RegisterHeaders.UnregisterBroker;
import org.apogeemq.protocol.record.Names;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistrationTest {
    private static final String NS1 = "ns1:9876";
    private static final String NS2 = "ns2:9876";
    private static final Duration PERIOD = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private Rooms rooms;
    private final Link link = new Link();

    /** Name servers that keep what they are told, or are down, or keep a call waiting. */
    private static final class Link implements NameServerLink {
        record Told(String nameServer, RegisterBroker header, RegisterBrokerBody body) {}

        final List<Told> told = new ArrayList<>();
        final List<String> left = new ArrayList<>();
        final Set<String> down = new HashSet<>();
        int attempts;
        Runnable onLost;
        CompletableFuture<Void> answer = CompletableFuture.completedFuture(null);

        @Override
        public CompletableFuture<InetAddress> localSide(String nameServer) {
            attempts++;
            if (down.contains(nameServer)) {
                return CompletableFuture.failedFuture(new IOException(nameServer + " refuses connections"));
            }
            try {
                byte[] address = {10, 0, 0, (byte) (nameServer.equals(NS1) ? 1 : 2)};
                return CompletableFuture.completedFuture(InetAddress.getByAddress(address));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public CompletableFuture<Void> register(String nameServer, RegisterBroker header, byte[] body) {
            told.add(new Told(nameServer, header, RegisterBrokerBody.decode(body)));
            return answer;
        }

        @Override
        public CompletableFuture<Void> unregister(String nameServer, UnregisterBroker header) {
            left.add(nameServer + " " + header.brokerAddr());
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void onLost(Runnable task) {
            onLost = task;
        }

        Set<String> topicsOfLast() {
            return told.getLast().body().topics().topicConfigTable().keySet();
        }
    }

    @BeforeEach
    void open() {
        rooms = Rooms.open(folder);
    }

    @AfterEach
    void close() {
        rooms.close();
    }

    @Test
    void everyNameServerIsToldEverythingUnderTheAddressOfItsConnection() {
        Registration registration = start(6, null, NS1, NS2);
        assertThat(link.told).hasSize(2);
        RegisterBroker first = link.told.get(0).header();
        assertThat(first.brokerAddr()).isEqualTo("10.0.0.1:10911");
        assertThat(first.haServerAddr()).isEqualTo("10.0.0.1:10912");
        assertThat(first.brokerName()).isEqualTo(Rooms.BROKER);
        assertThat(first.clusterName()).isEqualTo(Rooms.CLUSTER);
        assertThat(link.told.get(1).header().brokerAddr()).isEqualTo("10.0.0.2:10911");
        assertThat(link.topicsOfLast()).isEqualTo(rooms.topics.all().keySet());
        assertThat(link.told.get(0).body().topics().dataVersion()).isEqualTo(rooms.topics.dataVersion());
        assertThat(registration.announcedAddresses()).containsExactly("10.0.0.1:10911", "10.0.0.2:10911");
    }

    @Test
    void anAddressThatIsSetIsAnnouncedEverywhere() {
        start(6, "broker.example.org", NS1, NS2);
        assertThat(link.told)
                .allSatisfy(told -> assertThat(told.header().brokerAddr()).isEqualTo("broker.example.org:10911"));
    }

    @Test
    void aNewTopicIsToldAtOnceAndAloneAndEverythingAgainEachPeriod() {
        start(6, null, NS1);
        link.told.clear();
        create("orders");
        assertThat(link.told).hasSize(1);
        assertThat(link.topicsOfLast()).containsExactly("orders");
        assertThat(link.told.getLast().body().topics().dataVersion()).isEqualTo(rooms.topics.dataVersion());
        rooms.time.advance(PERIOD);
        assertThat(link.told).hasSize(2);
        assertThat(link.topicsOfLast()).contains("orders", Names.AUTO_CREATE_TOPIC);
    }

    @Test
    void whatChangesWhileARegistrationIsUnderWayIsToldTogetherAfterIt() {
        start(6, null, NS1);
        link.told.clear();
        CompletableFuture<Void> slow = new CompletableFuture<>();
        link.answer = slow;
        rooms.topics.upsert(new TopicConfig("a", 4, 6));
        rooms.topics.upsert(new TopicConfig("b", 4, 6));
        CompletableFuture<?> last = rooms.topics.upsert(new TopicConfig("c", 4, 6));
        assertThat(link.told).hasSize(1);
        assertThat(last).isNotDone();
        link.answer = CompletableFuture.completedFuture(null);
        slow.complete(null);
        assertThat(link.told).hasSize(2);
        assertThat(link.topicsOfLast()).containsExactlyInAnyOrder("b", "c");
        assertThat(last).isCompleted();
    }

    @Test
    void aNameServerThatIsDownHoldsUpNobodyAndIsTriedAgainNextPeriod() {
        link.down.add(NS2);
        start(6, null, NS1, NS2);
        assertThat(link.told).extracting(Link.Told::nameServer).containsExactly(NS1);
        link.told.clear();
        int attempts = link.attempts;
        create("orders");
        assertThat(link.told).extracting(Link.Told::nameServer).containsExactly(NS1);
        assertThat(link.attempts).as("the one that is down is left alone").isEqualTo(attempts + 1);
        link.down.clear();
        link.told.clear();
        rooms.time.advance(PERIOD);
        assertThat(link.told).extracting(Link.Told::nameServer).containsExactlyInAnyOrder(NS1, NS2);
        assertThat(link.topicsOfLast()).contains("orders", Names.AUTO_CREATE_TOPIC);
    }

    @Test
    void afterAFailureTheNextRegistrationTellsEverything() {
        start(6, null, NS1);
        link.answer = CompletableFuture.failedFuture(new IOException("lost on the way"));
        create("orders");
        link.answer = CompletableFuture.completedFuture(null);
        rooms.time.advance(PERIOD);
        create("payments");
        assertThat(link.topicsOfLast()).containsExactly("payments");
        assertThat(link.told.get(link.told.size() - 2).body().topics().topicConfigTable())
                .containsKeys("orders", Names.AUTO_CREATE_TOPIC);
    }

    @Test
    void aBrokenConnectionIsMadeAnewAfterASecond() {
        start(6, null, NS1);
        link.told.clear();
        link.onLost.run();
        rooms.time.advance(Duration.ofSeconds(1));
        assertThat(link.told).hasSize(1);
    }

    @Test
    void aBrokerThatMayNotBeWrittenToTakesThatFromItsTopics() {
        start(4, null, NS1);
        assertThat(link.told.getLast().body().topics().topicConfigTable().values())
                .allSatisfy(topic ->
                        assertThat(topic.perm() & TopicConfig.PERM_WRITE).isZero());
    }

    @Test
    void aBrokerThatStopsTakesItsRegistrationBackAndRegistersNoMore() {
        Registration registration = start(6, null, NS1, NS2);
        registration.stop().join();
        assertThat(link.left).containsExactly("ns1:9876 10.0.0.1:10911", "ns2:9876 10.0.0.2:10911");
        link.told.clear();
        rooms.time.advance(PERIOD);
        create("orders");
        registration.tellAll().join();
        assertThat(link.told).isEmpty();
    }

    @Test
    void anotherPermissionIsToldAtOnceAndWithANewVersion() {
        Registration registration = start(6, null, NS1);
        create("orders");
        long before = link.told.getLast().body().topics().dataVersion().counter();
        rooms.topics.change(TopicSettings.defaults(Rooms.BROKER, Rooms.CLUSTER)).join();
        registration.change(config(4, null, NS1)).join();
        var told = link.told.getLast().body().topics();
        assertThat(told.dataVersion().counter()).isGreaterThan(before);
        assertThat(told.topicConfigTable().get("orders").perm()).isEqualTo(4);
        registration.change(config(6, null, NS1)).join();
        assertThat(link.told
                        .getLast()
                        .body()
                        .topics()
                        .topicConfigTable()
                        .get("orders")
                        .perm())
                .isEqualTo(6);
    }

    private static RegistrationConfig config(int permission, String host, String... nameServers) {
        return new RegistrationConfig(
                Rooms.CLUSTER, Rooms.BROKER, 0, host, 10_911, 10_912, List.of(nameServers), PERIOD, permission);
    }

    private Registration start(int permission, String host, String... nameServers) {
        RegistrationConfig config = config(permission, host, nameServers);
        Registration registration = new Registration(config, rooms.topics, link, rooms.time, Runnable::run);
        rooms.topics.listen(registration);
        registration.start().join();
        return registration;
    }

    private void create(String topic) {
        rooms.topics.createFromTemplate(topic, Names.AUTO_CREATE_TOPIC, 4, 0).join();
    }
}
