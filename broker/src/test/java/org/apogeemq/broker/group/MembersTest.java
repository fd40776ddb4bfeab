package org.apogeemq.broker.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apogeemq.broker.RecordingLink;
import org.apogeemq.broker.Rooms;
import org.apogeemq.broker.face.Caller;
import org.apogeemq.broker.topic.TopicSettings;
import org.apogeemq.protocol.body.HeartbeatData;
import org.apogeemq.protocol.body.HeartbeatData.ConsumerData;
import org.apogeemq.protocol.body.HeartbeatData.ProducerData;
import org.apogeemq.protocol.body.SubscriptionData;
import org.apogeemq.protocol.body.SubscriptionGroupConfig;
import org.apogeemq.protocol.body.TopicConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MembersTest {
    private static final Caller CALLER = new Caller(
            InetSocketAddress.createUnresolved("10.0.0.9", 50_000),
            InetSocketAddress.createUnresolved("10.0.0.1", 10_911),
            0,
            513);

    @TempDir
    Path folder;

    private Rooms rooms;
    private Heartbeats heartbeats;
    private final RecordingLink a = new RecordingLink();
    private final RecordingLink b = new RecordingLink();

    @BeforeEach
    void open() {
        rooms = Rooms.open(folder);
        heartbeats = heartbeats(GroupSettings.DEFAULTS);
    }

    @AfterEach
    void close() {
        rooms.close();
    }

    @Test
    void aFirstHeartbeatCreatesGroupAndRetryTopic() {
        beat(a, "client-a", clustering("G", tags("T", 1, "TagA || TagB")));
        assertThat(rooms.groups.find("G")).isEqualTo(SubscriptionGroupConfig.of("G"));
        assertThat(rooms.topics.find("%RETRY%G").config())
                .isEqualTo(new TopicConfig("%RETRY%G", 1, TopicConfig.PERM_READ | TopicConfig.PERM_WRITE));
        assertThat(rooms.members.clientIds("G")).containsExactly("client-a");
        Subscription subscription = rooms.members.subscription("G", "T");
        assertThat(subscription.version()).isEqualTo(1);
        assertThat(subscription.filter().matches("TagA".hashCode())).isTrue();
        assertThat(subscription.filter().matches("TagC".hashCode())).isFalse();
        assertThat(rooms.members.subscription("G", "U")).isNull();
        assertThat(rooms.members.subscription("H", "T")).isNull();
    }

    @Test
    void theRetryTopicOfAGroupOnAnOrderTopicIsAnOrderTopic() {
        rooms.topics
                .upsert(new TopicConfig("ordered", 4, 4, 6, "SINGLE_TAG", 0, true, Map.of()))
                .join();
        beat(a, "client-a", clustering("G", tags("ordered", 1, "*")));
        assertThat(rooms.topics.find("%RETRY%G").config().order()).isTrue();
    }

    @Test
    void aGroupThatMayNotBeCreatedIsPassedOver() {
        var strict = new GroupSettings(false, true, true, false, Duration.ofSeconds(60));
        rooms.close();
        rooms = Rooms.open(folder, TopicSettings.defaults(Rooms.BROKER, Rooms.CLUSTER), strict);
        heartbeats = heartbeats(strict);
        assertThat(beat(a, "client-a", clustering("G", tags("T", 1, "*")))).isFalse();
        assertThat(rooms.members.isOnline("G")).isFalse();
        assertThat(beat(a, "client-a", clustering("bad name", tags("T", 1, "*"))))
                .isFalse();
    }

    @Test
    void aNewMemberIsToldToAll() {
        beat(a, "client-a", clustering("G", tags("T", 1, "*")));
        rooms.time.advance(MemberChanges.PAUSE);
        a.told().clear();
        beat(b, "client-b", clustering("G", tags("T", 1, "*")));
        assertThat(a.told()).containsExactly(new RecordingLink.Told(40, Map.of("consumerGroup", "G")));
        assertThat(b.told()).containsExactly(new RecordingLink.Told(40, Map.of("consumerGroup", "G")));
        rooms.time.advance(Duration.ofSeconds(1));
        beat(b, "client-b", clustering("G", tags("T", 2, "*")));
        assertThat(a.told()).as("a heartbeat that changes nothing").hasSize(1);
        beat(b, "client-b", clustering("G", tags("T", 2, "*"), tags("U", 2, "*")));
        assertThat(a.told()).as("another topic").hasSize(2);
    }

    @Test
    void manyChangesWithinAMomentAreToldTogether() {
        beat(a, "client-a", clustering("G", tags("T", 1, "*")));
        rooms.time.advance(MemberChanges.PAUSE);
        a.told().clear();
        List<RecordingLink> links =
                List.of(new RecordingLink(), new RecordingLink(), new RecordingLink(), new RecordingLink());
        for (RecordingLink link : links) {
            beat(link, "client-" + link.id(), clustering("G", tags("T", 1, "*")));
        }
        assertThat(a.told()).hasSize(1);
        rooms.time.advance(MemberChanges.PAUSE);
        assertThat(a.told()).hasSize(2);
        rooms.time.advance(MemberChanges.PAUSE);
        assertThat(a.told()).hasSize(2);
        assertThat(links.get(3).told())
                .as("who came last was told once all were there")
                .hasSize(1);
    }

    @Test
    void onlyThoseWhoWaitedAreToldOfFreeQueues() {
        beat(a, "client-a", clustering("G", tags("T", 1, "*")));
        beat(b, "client-b", clustering("G", tags("T", 1, "*")));
        rooms.time.advance(MemberChanges.PAUSE);
        a.told().clear();
        b.told().clear();
        rooms.members.queuesFreed("G", Set.of("client-b", "gone"));
        assertThat(a.told()).isEmpty();
        assertThat(b.told()).containsExactly(new RecordingLink.Told(40, Map.of("consumerGroup", "G")));
        rooms.members.queuesFreed("unknown", Set.of("client-b"));
    }

    @Test
    void aLargeGroupIsToldLessOften() {
        int members = 300;
        beat(a, "client-a", clustering("G", tags("T", 1, "*")));
        for (int i = 1; i < members; i++) {
            RecordingLink link = new RecordingLink();
            beat(link, "client-" + link.id(), clustering("G", tags("T", 1, "*")));
        }
        rooms.time.advance(MemberChanges.PAUSE); // all that came behind the first are told together
        a.told().clear();
        RecordingLink late = new RecordingLink();
        beat(late, "late", clustering("G", tags("T", 1, "*")));
        rooms.time.advance(MemberChanges.PAUSE_A_MEMBER.multipliedBy(members).minusMillis(1));
        assertThat(a.told()).isEmpty();
        rooms.time.advance(Duration.ofMillis(1));
        assertThat(a.told()).hasSize(1);
        assertThat(late.told()).hasSize(1);
    }

    @Test
    void broadcastGroupsAndThoseThatDoNotWantItAreNotTold() {
        beat(a, "client-a", consumer("B", ConsumerData.BROADCASTING, tags("T", 1, "*")));
        assertThat(rooms.members.subscription("B", "T").broadcast()).isTrue();
        SubscriptionGroupConfig quiet = SubscriptionGroupConfig.fromJson(
                "{\"groupName\":\"Q\",\"notifyConsumerIdsChangedEnable\":false}".getBytes(StandardCharsets.UTF_8));
        rooms.groups.upsert(quiet).join();
        beat(a, "client-a", clustering("Q", tags("T", 1, "*")));
        rooms.time.advance(Duration.ofSeconds(1));
        assertThat(a.told()).isEmpty();
    }

    @Test
    void aSubscriptionIsReplacedByAYoungerOneOnlyAndGoneWhenAHeartbeatLeavesItOut() {
        beat(a, "client-a", clustering("G", tags("T", 5, "TagA"), tags("U", 5, "*")));
        beat(b, "client-b", clustering("G", tags("T", 4, "TagB"), tags("U", 5, "*")));
        assertThat(rooms.members.subscription("G", "T").data().subString()).isEqualTo("TagA");
        beat(b, "client-b", clustering("G", tags("T", 6, "TagB")));
        assertThat(rooms.members.subscription("G", "T").data().subString()).isEqualTo("TagB");
        assertThat(rooms.members.subscription("G", "U")).isNull();
        assertThat(rooms.members.groupsOf("T")).containsExactly("G");
        assertThat(rooms.members.groupsOf("U")).isEmpty();
    }

    @Test
    void membersThatSubscribeDifferentlyAreNamedWithWhatDiffers() {
        beat(a, "client-a", clustering("G", tags("T", 1, "TagB || TagA"), tags("%RETRY%G", 1, "*")));
        beat(b, "client-b", clustering("G", tags("T", 2, "TagA||TagB")));
        assertThat(rooms.members.mixture("G")).as("the same in other words").isNull();
        beat(b, "client-b", clustering("G", tags("T", 3, "TagA"), tags("U", 3, "*")));
        assertThat(rooms.members.mixture("G"))
                .contains("client-a (" + a.remote() + ") wants T 'TagA || TagB'")
                .contains("client-b (" + b.remote() + ") wants T 'TagA', U '*'");
        assertThat(rooms.members.mixedGroups()).isEqualTo(1);
        beat(b, "client-b", clustering("G", tags("T", 4, "TagA || TagB")));
        assertThat(rooms.members.mixture("G")).isNull();
        assertThat(rooms.members.mixedGroups()).isZero();
    }

    @Test
    void aGroupIsNotMixedAnyMoreWhenWhoDiffersHasGone() {
        beat(a, "client-a", clustering("G", tags("T", 1, "*")));
        beat(b, "client-b", consumer("G", ConsumerData.BROADCASTING, tags("T", 1, "*")));
        assertThat(rooms.members.mixture("G")).contains("BROADCASTING");
        rooms.members.closed(b);
        assertThat(rooms.members.mixture("G")).isNull();
        assertThat(rooms.members.mixedGroups()).isZero();
        beat(b, "client-b", clustering("G", tags("U", 1, "*")));
        assertThat(rooms.members.mixedGroups()).isEqualTo(1);
        rooms.time.advance(Duration.ofSeconds(90));
        beat(a, "client-a", clustering("G", tags("T", 1, "*")));
        rooms.time.advance(Duration.ofSeconds(41));
        assertThat(rooms.members.mixedGroups()).as("it fell silent").isZero();
    }

    @Test
    void aBrokenConnectionAndAFarewellTakeTheMemberAwayAtOnce() {
        beat(a, "client-a", clustering("G", tags("T", 1, "*")), clustering("H", tags("T", 1, "*")));
        beat(b, "client-b", clustering("G", tags("T", 1, "*")));
        rooms.time.advance(Duration.ofSeconds(1));
        b.told().clear();
        rooms.members.closed(a);
        assertThat(rooms.members.clientIds("G")).containsExactly("client-b");
        assertThat(rooms.members.isOnline("H")).isFalse();
        assertThat(b.told()).hasSize(1);
        rooms.members.leave(b, "G");
        assertThat(rooms.members.isOnline("G")).isFalse();
        assertThat(rooms.members.subscription("G", "T")).isNull();
        rooms.members.closed(a);
    }

    @Test
    void aMemberThatIsSilentForTwoMinutesIsGone() {
        beat(a, "client-a", clustering("G", tags("T", 1, "*")));
        beat(b, "client-b", clustering("G", tags("T", 1, "*")));
        rooms.time.advance(Duration.ofSeconds(90));
        beat(b, "client-b", clustering("G", tags("T", 1, "*")));
        b.told().clear();
        rooms.time.advance(Duration.ofSeconds(29));
        assertThat(rooms.members.clientIds("G")).hasSize(2);
        rooms.time.advance(Duration.ofSeconds(12));
        assertThat(rooms.members.clientIds("G")).containsExactly("client-b");
        assertThat(b.told()).hasSize(1);
        assertThat(rooms.members.connections()).isEqualTo(1);
    }

    @Test
    void aClientThatCameBackOnANewConnectionIsCountedOnce() {
        beat(a, "client-a", clustering("G", tags("T", 1, "*")));
        beat(b, "client-a", clustering("G", tags("T", 1, "*")));
        assertThat(rooms.members.clientIds("G")).containsExactly("client-a");
        rooms.members.closed(a);
        assertThat(rooms.members.clientIds("G")).containsExactly("client-a");
    }

    @Test
    void aConnectionThatBrokeWhileItsGroupWasCreatedLeavesNoMemberBehind() {
        a.breakOff();
        beat(a, "client-a", clustering("G", tags("T", 1, "*")));
        assertThat(rooms.members.isOnline("G")).isFalse();
        assertThat(rooms.producers.clients("PG")).isEmpty();
    }

    @Test
    void aHeartbeatWithoutSubscriptionsCountsOnlyIfTheFullOneIsKnown() {
        assertThat(withoutSubscriptions(a, "client-a", 77, "G"))
                .as("nobody knows it")
                .isTrue();
        assertThat(full(a, "client-a", 77, clustering("G", tags("T", 1, "*")))).isFalse();
        rooms.time.advance(Duration.ofSeconds(100));
        assertThat(withoutSubscriptions(a, "client-a", 77, "G")).isFalse();
        rooms.time.advance(Duration.ofSeconds(100));
        assertThat(rooms.members.isOnline("G")).as("it was heard of").isTrue();
        assertThat(rooms.members.subscription("G", "T")).isNotNull();
        assertThat(withoutSubscriptions(a, "client-a", 78, "G"))
                .as("it has changed")
                .isTrue();
        assertThat(withoutSubscriptions(b, "client-b", 77, "G"))
                .as("another client")
                .isTrue();
    }

    @Test
    void producersComeAndGoLikeConsumers() {
        beat(a, "client-a", clustering("G", tags("T", 1, "*")));
        assertThat(rooms.producers.clients("PG")).extracting(Client::clientId).containsExactly("client-a");
        assertThat(rooms.producers.groups()).containsExactly("PG");
        rooms.time.advance(Duration.ofSeconds(131));
        assertThat(rooms.producers.clients("PG")).isEmpty();
        beat(a, "client-a", clustering("G", tags("T", 1, "*")));
        rooms.producers.closed(a);
        assertThat(rooms.producers.groups()).isEmpty();
    }

    private Heartbeats heartbeats(GroupSettings settings) {
        return new Heartbeats(settings, rooms.groups, rooms.topics, rooms.members, rooms.producers);
    }

    private boolean beat(RecordingLink link, String clientId, ConsumerData... consumers) {
        return full(link, clientId, 0, consumers);
    }

    private boolean full(RecordingLink link, String clientId, int fingerprint, ConsumerData... consumers) {
        var data = new HeartbeatData(
                clientId, List.of(new ProducerData("PG")), Arrays.asList(consumers), fingerprint, false);
        return heartbeats.accept(link, CALLER, data).join();
    }

    private boolean withoutSubscriptions(RecordingLink link, String clientId, int fingerprint, String group) {
        var data = new HeartbeatData(clientId, List.of(), List.of(clustering(group)), fingerprint, true);
        return heartbeats.accept(link, CALLER, data).join();
    }

    private static ConsumerData clustering(String group, SubscriptionData... subscriptions) {
        return consumer(group, ConsumerData.CLUSTERING, subscriptions);
    }

    private static ConsumerData consumer(String group, String model, SubscriptionData... subscriptions) {
        return new ConsumerData(
                group,
                ConsumerData.PASSIVELY,
                model,
                ConsumerData.FROM_LAST_OFFSET,
                Arrays.asList(subscriptions),
                false);
    }

    private static SubscriptionData tags(String topic, long version, String expression) {
        return SubscriptionData.of(topic, expression, SubscriptionData.TAG, version);
    }
}
