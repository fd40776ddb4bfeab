package org.apogeemq.broker.running;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apogeemq.broker.RecordingLink;
import org.apogeemq.broker.Rooms;
import org.apogeemq.broker.face.Caller;
import org.apogeemq.broker.face.RefusedException;
import org.apogeemq.broker.group.GroupSettings;
import org.apogeemq.broker.group.Heartbeats;
import org.apogeemq.broker.query.StoredMessages;
import org.apogeemq.protocol.body.HeartbeatData;
import org.apogeemq.protocol.body.HeartbeatData.ConsumerData;
import org.apogeemq.protocol.record.MessageId;
import org.apogeemq.protocol.record.MessageQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunningClientsTest {
    @TempDir
    Path folder;

    private Rooms rooms;
    private RunningClients clients;
    private final RecordingLink a = new RecordingLink();
    private final RecordingLink b = new RecordingLink();

    @BeforeEach
    void open() {
        rooms = Rooms.open(folder);
        clients = new RunningClients(Rooms.BROKER, rooms.members, new StoredMessages(rooms.store.log()));
        join(a, "client-a");
        join(b, "client-b");
    }

    @AfterEach
    void close() {
        rooms.close();
    }

    @Test
    void aClientIsAskedOnItsOwnConnectionAndItsAnswerHandedBack() {
        b.answers(asked -> CompletableFuture.completedFuture("insides".getBytes(UTF_8)));
        assertThat(clients.info("G", "client-b", true).join()).asString(UTF_8).isEqualTo("insides");
        assertThat(b.told().getLast())
                .isEqualTo(new RecordingLink.Told(
                        307, Map.of("consumerGroup", "G", "clientId", "client-b", "jstackEnable", "true")));
    }

    @Test
    void aClientThatHasComeBackIsAskedOnItsNewConnection() {
        var newer = new RecordingLink();
        rooms.time.advance(Duration.ofSeconds(1));
        join(newer, "client-a");
        newer.answers(asked -> CompletableFuture.completedFuture("here".getBytes(UTF_8)));
        assertThat(clients.info("G", "client-a", false).join()).asString(UTF_8).isEqualTo("here");
    }

    @Test
    void whoIsNotOnlineOrDoesNotAnswerIsNamed() {
        assertThatThrownBy(() -> clients.info("G", "nobody", false))
                .isInstanceOf(RefusedException.class)
                .hasMessage("The Consumer <G> <nobody> not online");
        a.answers(asked -> CompletableFuture.failedFuture(new RefusedException(207, "no answer in time")));
        assertThat(clients.info("G", "client-a", false))
                .isCompletedExceptionally()
                .failsWithin(Duration.ofSeconds(1))
                .withThrowableThat()
                .havingCause()
                .asInstanceOf(type(RefusedException.class))
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(207))
                .satisfies(refused -> assertThat(refused).hasMessage("consumer <G> <client-a>: no answer in time"));
    }

    @Test
    void aStoredMessageIsGivenToAClientToConsume() {
        long at = rooms.put("T", 0, "try this");
        String id = new MessageId(new InetSocketAddress("10.0.0.1", 10_911), at).text();
        a.answers(asked -> CompletableFuture.completedFuture("done".getBytes(UTF_8)));
        assertThat(clients.consume("G", "client-a", id, "T").join())
                .asString(UTF_8)
                .isEqualTo("done");
        assertThat(a.told().getLast().code()).isEqualTo(309);
        assertThat(a.told().getLast().fields())
                .containsEntry("brokerName", Rooms.BROKER)
                .containsEntry("msgId", id);
        assertThat(a.bodies().getLast()).contains("try this");
        assertThatThrownBy(() -> clients.consume("G", "client-a", "0A", "T"))
                .hasMessageContaining("msgId 0A is no offset message id");
        assertThatThrownBy(() -> clients.consume("G", null, id, "T")).hasMessageContaining("clientId");
    }

    @Test
    void allMembersSayHowFarTheyAreAndOneThatDoesNotIsLeftOut() {
        var queue = new MessageQueue("T", Rooms.BROKER, 0);
        a.answers(asked -> CompletableFuture.completedFuture(
                "{\"messageQueueTable\":{{\"brokerName\":\"bk-a\",\"queueId\":0,\"topic\":\"T\"}:7}}".getBytes(UTF_8)));
        assertThat(clients.offsets("G", "T", "").join()).isEqualTo(Map.of("client-a", Map.of(queue, 7L)));
        assertThat(clients.offsets("G", "T", "client-a").join()).containsOnlyKeys("client-a");
        assertThat(clients.offsets("G", "T", "client-b"))
                .failsWithin(Duration.ofSeconds(1))
                .withThrowableThat()
                .withMessageContaining("did not say how far it is");
        assertThatThrownBy(() -> clients.offsets("H", "T", null))
                .hasMessage("No Any Consumer online in the consumer group: [H]");
    }

    private void join(RecordingLink link, String clientId) {
        var address = InetSocketAddress.createUnresolved("10.0.0.9", 50_000);
        var consumer = new ConsumerData(
                "G", ConsumerData.PASSIVELY, ConsumerData.CLUSTERING, ConsumerData.FROM_LAST_OFFSET, List.of(), false);
        new Heartbeats(GroupSettings.DEFAULTS, rooms.groups, rooms.topics, rooms.members, rooms.producers)
                .accept(
                        link,
                        new Caller(address, address, 0, 513),
                        new HeartbeatData(clientId, List.of(), List.of(consumer), 0, false))
                .join();
    }
}
