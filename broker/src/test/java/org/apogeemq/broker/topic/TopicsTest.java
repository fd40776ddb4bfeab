package org.apogeemq.broker.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apogeemq.broker.Rooms;
import org.apogeemq.broker.face.RefusedException;
import org.apogeemq.broker.group.GroupSettings;
import org.apogeemq.protocol.body.TopicConfig;
import org.apogeemq.protocol.body.TopicConfigTable;
import org.apogeemq.protocol.command.ResponseCodes;
import org.apogeemq.protocol.record.Names;
import org.apogeemq.store.queue.ConsumeQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopicsTest {
    private static final int READ_WRITE = TopicConfig.PERM_READ | TopicConfig.PERM_WRITE;

    @TempDir
    Path folder;

    private Rooms rooms;

    @BeforeEach
    void open() {
        rooms = Rooms.open(folder);
    }

    @AfterEach
    void close() {
        rooms.close();
    }

    @Test
    void systemTopicsAreThereFromTheStartAndNotInTheSnapshot() {
        assertThat(rooms.topics.find(Names.AUTO_CREATE_TOPIC).perm()).isEqualTo(7);
        assertThat(rooms.topics.find(Names.SCHEDULE_TOPIC).readQueues()).isEqualTo(18);
        assertThat(rooms.topics.find(Rooms.CLUSTER).writeQueues()).isEqualTo(16);
        assertThat(rooms.topics.find(Rooms.BROKER).perm()).isEqualTo(7);
        assertThat(rooms.topics.find(Rooms.CLUSTER + "_REPLY_TOPIC").isReadable())
                .isTrue();
        assertThat(TopicConfigTable.fromJson(rooms.topics.snapshot()).topicConfigTable())
                .isEmpty();
    }

    @Test
    void aTopicThatIsFirstSentToGetsTheQueuesOfProducerAndTemplateWhicheverAreFewer() {
        Topic orders = create("orders", 4);
        assertThat(orders.writeQueues()).isEqualTo(4);
        assertThat(orders.readQueues()).isEqualTo(4);
        assertThat(orders.perm()).isEqualTo(READ_WRITE);
        assertThat(create("many", 100).writeQueues()).isEqualTo(8);
        assertThat(rooms.topics.find("orders")).isSameAs(orders);
    }

    @Test
    void creationOnFirstUseIsSwitchedOnAndOffWhileTheBrokerRuns() {
        rooms.close();
        TopicSettings on = TopicSettings.defaults(Rooms.BROKER, Rooms.CLUSTER);
        TopicSettings off = new TopicSettings(Rooms.BROKER, Rooms.CLUSTER, false, 8, true, true, false, "trace");
        rooms = Rooms.open(folder, off, GroupSettings.DEFAULTS);
        assertThatThrownBy(() -> create("orders", 4)).hasCauseInstanceOf(RefusedException.class);
        long version = rooms.topics.dataVersion().counter();

        rooms.topics.change(on).join();
        assertThat(rooms.topics.dataVersion().counter()).isGreaterThan(version);
        assertThat(create("orders", 4).writeQueues()).isEqualTo(4);
        assertThat(TopicConfigTable.fromJson(rooms.topics.snapshot()).topicConfigTable())
                .containsOnlyKeys("orders");

        rooms.topics.change(off).join();
        assertThatThrownBy(() -> create("bills", 4)).hasCauseInstanceOf(RefusedException.class);
    }

    @Test
    void theTemplateHasAsManyQueuesAsTheSettingsSay() {
        rooms.topics.change(settings(3, true)).join();
        assertThat(create("orders", 8).writeQueues()).isEqualTo(3);
        assertThat(rooms.topics.find("trace")).isNotNull();
        rooms.topics.change(settings(5, false)).join();
        assertThat(create("bills", 8).writeQueues()).isEqualTo(5);
        assertThat(rooms.topics.find("trace"))
                .as("its messages are still there")
                .isNotNull();
    }

    private static TopicSettings settings(int queues, boolean trace) {
        return new TopicSettings(Rooms.BROKER, Rooms.CLUSTER, true, queues, true, true, trace, "trace");
    }

    @Test
    void aTopicAndItsQueuesGoWithOneRecordSoThatNoCrashComesBetween() {
        create("orders", 4);
        rooms.put("orders", 0, "gone");
        ConsumeQueue changes = rooms.store.queues().get("rmq_sys_apogee_views", 0);
        long before = changes.maxOffset();

        rooms.topics.delete("orders").join();

        assertThat(changes.maxOffset() - before).isEqualTo(1);
        assertThat(rooms.topics.find("orders")).isNull();
        assertThat(rooms.store.queues().ofTopic("orders")).isEmpty();
        rooms.close();
        rooms = Rooms.open(folder);
        assertThat(rooms.topics.find("orders")).isNull();
        assertThat(rooms.store.queues().ofTopic("orders")).isEmpty();
        create("orders", 4);
        assertThat(rooms.topics.find("orders").queue(0).maxOffset()).isZero();
    }

    @Test
    void withoutATemplateThatMayBeInheritedNoTopicIsCreated() {
        assertThatThrownBy(() -> rooms.topics
                        .createFromTemplate("orders", "SELF_TEST_TOPIC", 4, 0)
                        .join())
                .cause()
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ResponseCodes.TOPIC_NOT_EXIST))
                .hasMessageContaining("topic[orders] not exist, apply first please!");
        assertThat(rooms.topics.find("orders")).isNull();
        Topic retry = rooms.topics.createFromTemplate("%RETRY%G", null, 4, 0).join();
        assertThat(retry.writeQueues()).as("a group's retries need no template").isEqualTo(1);
    }

    @Test
    void withAutoCreationOffTheTemplateIsNotThere() {
        rooms.close();
        TopicSettings off =
                new TopicSettings(Rooms.BROKER, Rooms.CLUSTER, false, 8, true, false, false, "RMQ_SYS_TRACE_TOPIC");
        rooms = Rooms.open(folder, off, GroupSettings.DEFAULTS);
        assertThat(rooms.topics.find(Names.AUTO_CREATE_TOPIC)).isNull();
        assertThat(rooms.topics.find(Rooms.BROKER).perm()).isEqualTo(TopicConfig.PERM_INHERIT);
        assertRefused(
                ResponseCodes.TOPIC_NOT_EXIST,
                rooms.topics.createFromTemplate("orders", Names.AUTO_CREATE_TOPIC, 4, 0));
    }

    @Test
    void anAdministratorSetsReadAndWriteQueuesApart() {
        upsert(new TopicConfig("orders", 8, 4, READ_WRITE, "SINGLE_TAG", 0, true, Map.of()));
        Topic topic = rooms.topics.find("orders");
        assertThat(topic.readQueues()).isEqualTo(8);
        assertThat(topic.writeQueues()).isEqualTo(4);
        assertThat(topic.queues()).isEqualTo(8);
        assertThat(topic.config().order()).isTrue();
    }

    @Test
    void whatChangesNothingIsNotWritten() {
        TopicConfig orders = new TopicConfig("orders", 4, READ_WRITE);
        upsert(orders);
        var version = rooms.topics.dataVersion();
        long end = rooms.store.log().maxOffset();
        upsert(orders);
        assertThat(rooms.topics.dataVersion()).isEqualTo(version);
        assertThat(rooms.store.log().maxOffset()).isEqualTo(end);
        upsert(orders.withPerm(TopicConfig.PERM_READ));
        assertThat(rooms.topics.dataVersion().counter()).isEqualTo(version.counter() + 1);
    }

    @Test
    void attributesAreChangedByADelta() {
        upsert(withAttributes("orders", "+message.type=FIFO,+cleanup.policy=DELETE"));
        upsert(withAttributes("orders", "+message.type=NORMAL,+reserve.time=12"));
        assertThat(rooms.topics.find("orders").config().attributes())
                .containsOnly(
                        Map.entry("message.type", "NORMAL"),
                        Map.entry("cleanup.policy", "DELETE"),
                        Map.entry("reserve.time", "12"));
        upsert(withAttributes("orders", "-reserve.time"));
        assertThat(rooms.topics.find("orders").config().attributes()).doesNotContainKey("reserve.time");
    }

    @Test
    void aTopicKeepsTheLastMessageOfEachKeyFromTheBeginningOrNever() {
        upsert(withAttributes("prices", "+cleanup.policy=COMPACTION"));
        upsert(withAttributes("orders", "+message.type=NORMAL"));
        assertThat(rooms.topics.find("prices").isCompacted()).isTrue();
        assertThat(rooms.topics.find("orders").isCompacted()).isFalse();
        assertRefused(
                ResponseCodes.SYSTEM_ERROR, rooms.topics.upsert(withAttributes("prices", "+cleanup.policy=DELETE")));
        assertRefused(
                ResponseCodes.SYSTEM_ERROR,
                rooms.topics.upsert(withAttributes("orders", "+cleanup.policy=COMPACTION")));
        assertThatThrownBy(() -> upsert(withAttributes("both", "+cleanup.policy=COMPACTION,+queue.type=BatchCQ")))
                .hasMessageContaining("queue.type is BatchCQ, must be SimpleCQ");
        assertThat(rooms.topics.find("both")).isNull();
    }

    @Test
    void attributesThatAreUnknownOrFixedOrOutOfRangeAreRefused() {
        upsert(withAttributes("orders", "+queue.type=SimpleCQ"));
        assertRefused(ResponseCodes.SYSTEM_ERROR, rooms.topics.upsert(withAttributes("orders", "+queue.type=BatchCQ")));
        assertRefused(ResponseCodes.SYSTEM_ERROR, rooms.topics.upsert(withAttributes("orders", "-queue.type")));
        assertRefused(ResponseCodes.SYSTEM_ERROR, rooms.topics.upsert(withAttributes("orders", "+colour=red")));
        assertRefused(ResponseCodes.SYSTEM_ERROR, rooms.topics.upsert(withAttributes("orders", "+message.type=ODD")));
        assertRefused(ResponseCodes.SYSTEM_ERROR, rooms.topics.upsert(withAttributes("new", "-message.type")));
        assertThat(rooms.topics.find("new")).isNull();
    }

    @Test
    void badNamesQueuesAndPermissionsAreRefusedWithFieldAndLimit() {
        assertThatThrownBy(() -> upsert(new TopicConfig("orders", 70_000, READ_WRITE)))
                .hasMessageContaining("readQueueNums is 70000, must be in 0..65536");
        assertThatThrownBy(() -> upsert(new TopicConfig("orders", 4, 64))).hasMessageContaining("perm is 64");
        assertRefused(ResponseCodes.INVALID_PARAMETER, rooms.topics.upsert(new TopicConfig("or ders", 4, READ_WRITE)));
        assertRefused(
                ResponseCodes.INVALID_PARAMETER,
                rooms.topics.upsert(new TopicConfig(Names.SCHEDULE_TOPIC, 4, READ_WRITE)));
        assertRefused(ResponseCodes.INVALID_PARAMETER, rooms.topics.delete(Names.AUTO_CREATE_TOPIC));
    }

    @Test
    void topicsSurviveARestart() {
        create("orders", 4);
        create("gone", 4);
        rooms.topics.createRetry("G", 2, 0, false).join();
        rooms.topics.delete("gone").join();
        var version = rooms.topics.dataVersion();
        rooms.close();
        rooms = Rooms.open(folder);
        assertThat(rooms.topics.find("orders").writeQueues()).isEqualTo(4);
        assertThat(rooms.topics.find("%RETRY%G").writeQueues()).isEqualTo(2);
        assertThat(rooms.topics.find("gone")).isNull();
        assertThat(rooms.topics.dataVersion()).isEqualTo(version);
    }

    @Test
    void aSnapshotBringsBackWhatItWasTakenFrom() {
        create("orders", 4);
        create("gone", 4);
        byte[] snapshot = rooms.topics.snapshot();
        rooms.topics.delete("gone").join();
        rooms.topics.restore(snapshot);
        assertThat(rooms.topics.find("orders")).isNotNull();
        assertThat(rooms.topics.find("gone")).isNotNull();
        assertThat(rooms.topics.find(Names.BENCHMARK_TOPIC)).isNotNull();
    }

    @Test
    void aDeletedTopicLosesItsQueuesAndBeginsAnewWhenItComesBack() {
        Topic orders = create("orders", 4);
        orders.queue(0);
        rooms.topics.delete("orders").join();
        assertThat(rooms.topics.find("orders")).isNull();
        assertThat(rooms.store.queues().ofTopic("orders")).isEmpty();
        assertThat(create("orders", 4).queue(0).maxOffset()).isZero();
        rooms.topics.delete("never-there").join();
    }

    @Test
    void listenersAreToldOfChangesAndDeletionsAndTheVersionGrows() {
        StringBuilder told = new StringBuilder();
        rooms.topics.listen(TopicListener.onChange(topic -> {
            told.append("changed ").append(topic.name()).append(';');
            return CompletableFuture.completedFuture(null);
        }));
        rooms.topics.listen(TopicListener.onDeletion(topic -> {
            told.append("deleted ").append(topic).append(';');
            return CompletableFuture.failedFuture(new IllegalStateException("a listener that fails holds up nobody"));
        }));
        int before = rooms.topics.version();
        create("orders", 4);
        create("orders", 4);
        rooms.topics.delete("orders").join();
        assertThat(told).hasToString("changed orders;deleted orders;");
        assertThat(rooms.topics.version()).isEqualTo(before + 2);
    }

    @Test
    void aCreationWaitsForListenersButNotForEver() {
        rooms.topics.listen(TopicListener.onChange(topic -> new CompletableFuture<>()));
        CompletableFuture<Topic> creation = rooms.topics.createFromTemplate("orders", Names.AUTO_CREATE_TOPIC, 4, 0);
        assertThat(creation).isNotDone();
        assertThat(rooms.topics.find("orders")).isNotNull();
        rooms.time.advance(Topics.LISTENER_LIMIT.minus(Duration.ofMillis(1)));
        assertThat(creation).isNotDone();
        rooms.time.advance(Duration.ofMillis(1));
        assertThat(creation).isCompleted();
    }

    @Test
    void twoWhoCreateTheSameTopicAtOnceGetTheSame() {
        CompletableFuture<Void> registered = new CompletableFuture<>();
        rooms.topics.listen(TopicListener.onChange(topic -> registered));
        CompletableFuture<Topic> first = rooms.topics.createFromTemplate("orders", Names.AUTO_CREATE_TOPIC, 4, 0);
        CompletableFuture<Topic> second = rooms.topics.upsert(new TopicConfig("orders", 2, READ_WRITE));
        assertThat(second).isNotDone();
        registered.complete(null);
        assertThat(first.join().writeQueues()).isEqualTo(4);
        assertThat(second.join().writeQueues()).isEqualTo(2);
        assertThat(rooms.topics.find("orders").writeQueues()).isEqualTo(2);
    }

    private Topic create(String name, int queues) {
        return rooms.topics
                .createFromTemplate(name, Names.AUTO_CREATE_TOPIC, queues, 0)
                .join();
    }

    private void upsert(TopicConfig config) {
        rooms.topics.upsert(config).join();
    }

    private static TopicConfig withAttributes(String name, String delta) {
        return new TopicConfig(name, 4, 4, READ_WRITE, "SINGLE_TAG", 0, false, TopicAttributes.parseDelta(delta));
    }

    private static void assertRefused(int code, CompletableFuture<?> change) {
        assertThatThrownBy(change::join)
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.code()).isEqualTo(code));
    }
}
