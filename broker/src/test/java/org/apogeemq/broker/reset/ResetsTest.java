package org.apogeemq.broker.reset;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apogeemq.broker.RecordingLink;
import org.apogeemq.broker.Rooms;
import org.apogeemq.broker.face.Caller;
import org.apogeemq.broker.group.GroupSettings;
import org.apogeemq.broker.group.Heartbeats;
import org.apogeemq.protocol.body.HeartbeatData;
import org.apogeemq.protocol.body.HeartbeatData.ConsumerData;
import org.apogeemq.protocol.body.ResetOffsetBody;
import org.apogeemq.protocol.body.SubscriptionData;
import org.apogeemq.protocol.body.TopicConfig;
import org.apogeemq.protocol.command.RequestCodes;
import org.apogeemq.protocol.record.MessageQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResetsTest {
    private static final int CPP = 1;

    @TempDir
    Path folder;

    private Rooms rooms;
    private Resets resets;
    private long firstMillis;
    private final List<String> rechecked = new ArrayList<>();

    @BeforeEach
    void open() {
        rooms = Rooms.open(folder);
        var notices = new ClientNotices(Rooms.BROKER, rooms.members, rooms.offsets, rooms.time);
        resets = new Resets(
                rooms.topics,
                rooms.groups,
                rooms.members,
                rooms.offsets,
                rooms.store.queues(),
                (queue, group) -> rechecked.add(group + " " + queue.topic() + " " + queue.queueId()),
                notices);
        rooms.topics
                .upsert(new TopicConfig("T", 2, TopicConfig.PERM_READ | TopicConfig.PERM_WRITE))
                .join();
        rooms.groups.create("G").join();
        firstMillis = rooms.time.wallMillis();
        for (int i = 0; i < 10; i++) { // 5 a queue, 20 s apart
            rooms.put("T", i % 2, "m" + i);
            rooms.time.advance(Duration.ofSeconds(10));
        }
        rooms.offsets.commit("G", "T", 0, 4);
        rooms.offsets.commit("G", "T", 1, 2);
    }

    @AfterEach
    void close() {
        rooms.close();
    }

    @Test
    void aGroupIsMovedToATimeInAllQueuesThoughNobodyIsOnline() {
        assertThat(reset(firstMillis + 40_000)).isEqualTo(Map.of(0, 2L, 1, 2L));
        assertThat(rooms.offsets.of("G", "T")).isEqualTo(Map.of(0, 2L, 1, 2L));
        assertThat(reset(0)).isEqualTo(Map.of(0, 0L, 1, 0L));
        assertThat(reset(-1)).as("to the end").isEqualTo(Map.of(0, 5L, 1, 5L));
        assertThat(rechecked).startsWith("G T 0", "G T 1");
    }

    @Test
    void withoutForceAQueueOnlyGoesBackwards() {
        Map<Integer, Long> now = resets.reset(
                        new ResetOrder("T", "G", firstMillis + 60_000, false, ResetOrder.ALL_QUEUES, null))
                .join();
        assertThat(now).isEqualTo(Map.of(0, 3L, 1, 2L));
        assertThat(rooms.offsets.of("G", "T")).isEqualTo(now);
        assertThat(rooms.offsets.isMoveUnknown("G", "T", 1)).as("not moved").isFalse();
    }

    @Test
    void oneQueueIsMovedToAnOffsetThatIsThere() {
        assertThat(resets.reset(new ResetOrder("T", "G", 0, false, 1, 5L)).join())
                .isEqualTo(Map.of(1, 5L));
        assertThat(rooms.offsets.of("G", "T")).isEqualTo(Map.of(0, 4L, 1, 5L));
        assertThat(resets.reset(new ResetOrder("T", "G", 0, true, 1, -1L)).join())
                .isEqualTo(Map.of(1, 0L));
        assertThatThrownBy(() -> resets.reset(new ResetOrder("T", "G", 0, true, 1, 6L)))
                .hasMessage("Target offset 6 not in consume queue range [0-5]");
        assertThatThrownBy(() -> resets.reset(new ResetOrder("T", "G", 0, true, 2, 0L)))
                .hasMessageContaining("queueId is 2");
    }

    @Test
    void whatIsNotThereIsRefused() {
        assertThatThrownBy(() -> resets.reset(new ResetOrder("none", "G", 0, true, -1, null)))
                .hasMessage("Topic none does not exist");
        assertThatThrownBy(() -> resets.reset(new ResetOrder("T", "none", 0, true, -1, null)))
                .hasMessage("Group none does not exist");
    }

    @Test
    void aMemberThatDoesNotPullIsToldAfterAMoment() {
        RecordingLink java = join("G", ConsumerData.CLUSTERING, 0);
        RecordingLink cpp = join("G", ConsumerData.CLUSTERING, CPP);
        reset(0);
        rooms.offsets.redirect("G", "T", 0, 4); // queue 0 is pulled, queue 1 is not
        assertThat(resetsTo(java)).isEmpty();
        rooms.time.advance(ClientNotices.GRACE);
        MessageQueue queue = new MessageQueue("T", Rooms.BROKER, 1);
        assertThat(resetsTo(java)).hasSize(1);
        assertThat(ResetOffsetBody.fromJson(resetsTo(java).getFirst().getBytes(UTF_8))
                        .offsetTable())
                .isEqualTo(Map.of(queue, 0L));
        assertThat(resetsTo(cpp).getFirst()).startsWith("{\"offsetTable\":[{");
    }

    @Test
    void membersThatPullOrWantOtherTopicsAreNotDisturbed() {
        RecordingLink member = join("G", ConsumerData.CLUSTERING, 0);
        reset(0);
        rooms.offsets.redirect("G", "T", 0, 4);
        rooms.offsets.redirect("G", "T", 1, 2);
        RecordingLink elsewhere = join("H", ConsumerData.CLUSTERING, 0);
        rooms.time.advance(ClientNotices.GRACE);
        assertThat(resetsTo(member)).isEmpty();
        assertThat(resetsTo(elsewhere)).isEmpty();
    }

    @Test
    void membersOfABroadcastGroupKeepTheirOffsetsAndAreAllToldAtOnce() {
        RecordingLink one = join("B", ConsumerData.BROADCASTING, 0);
        RecordingLink other = join("B", ConsumerData.BROADCASTING, 0);
        resets.reset(new ResetOrder("T", "B", 0, true, -1, null)).join();
        assertThat(resetsTo(one)).hasSize(1);
        assertThat(resetsTo(other)).hasSize(1);
        assertThat(rooms.offsets.topicsOf("B")).isEmpty();
    }

    @Test
    void aGroupIsSetToWhereAnotherIs() {
        rooms.groups.create("H").join();
        rooms.topics.upsert(new TopicConfig("U", 1, 6)).join();
        rooms.offsets.commit("G", "U", 0, 9);
        resets.copy("G", "H", "T", false).join();
        assertThat(rooms.offsets.of("H", "T")).isEqualTo(Map.of(0, 4L, 1, 2L));
        assertThat(rooms.offsets.of("H", "U")).isEmpty();
        join("G", ConsumerData.CLUSTERING, 0);
        resets.copy("G", "H", null, false).join();
        assertThat(rooms.offsets.of("H", "U"))
                .as("G is online and does not want it")
                .isEmpty();
        resets.copy("G", "H", null, true).join();
        assertThat(rooms.offsets.of("H", "U")).isEqualTo(Map.of(0, 9L));
        assertThatThrownBy(() -> resets.copy("G", "none", null, true)).hasMessage("Group none does not exist");
    }

    private Map<Integer, Long> reset(long millis) {
        return resets.reset(new ResetOrder("T", "G", millis, true, ResetOrder.ALL_QUEUES, null))
                .join();
    }

    private RecordingLink join(String group, String model, int language) {
        var link = new RecordingLink();
        var address = InetSocketAddress.createUnresolved("10.0.0.9", 50_000);
        var consumer = new ConsumerData(
                group,
                ConsumerData.PASSIVELY,
                model,
                ConsumerData.FROM_LAST_OFFSET,
                List.of(SubscriptionData.of("T", "*", SubscriptionData.TAG, 1)),
                false);
        new Heartbeats(GroupSettings.DEFAULTS, rooms.groups, rooms.topics, rooms.members, rooms.producers)
                .accept(
                        link,
                        new Caller(address, address, language, 513),
                        new HeartbeatData("client-" + link.id(), List.of(), List.of(consumer), 0, false))
                .join();
        return link;
    }

    private static List<String> resetsTo(RecordingLink link) {
        List<String> bodies = new ArrayList<>();
        for (int i = 0; i < link.told().size(); i++) {
            if (link.told().get(i).code() == RequestCodes.RESET_CONSUMER_CLIENT_OFFSET) {
                bodies.add(link.bodies().get(i));
            }
        }
        return bodies;
    }
}
