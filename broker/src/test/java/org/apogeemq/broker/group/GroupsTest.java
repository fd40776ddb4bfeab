package org.apogeemq.broker.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apogeemq.broker.Rooms;
import org.apogeemq.broker.face.RefusedException;
import org.apogeemq.broker.topic.TopicSettings;
import org.apogeemq.protocol.body.SubscriptionGroupConfig;
import org.apogeemq.protocol.body.SubscriptionGroupTable;
import org.apogeemq.protocol.command.ResponseCodes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupsTest {
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
    void systemGroupsAreThereFromTheStart() {
        assertThat(rooms.groups.find("TOOLS_CONSUMER").consumeEnable()).isTrue();
        assertThat(rooms.groups.find("CID_RMQ_SYS_TRANS").consumeBroadcastEnable())
                .isTrue();
        assertThat(SubscriptionGroupTable.fromJson(rooms.groups.snapshot()).subscriptionGroupTable())
                .isEmpty();
    }

    @Test
    void groupsSurviveARestart() {
        rooms.groups.create("G").join();
        rooms.groups
                .upsert(group("{'groupName':'H','retryMaxTimes':3,'attributes':{'+priority.factor':'50'}}"))
                .join();
        rooms.groups.create("gone").join();
        rooms.groups.delete("gone").join();
        var version = rooms.groups.dataVersion();
        rooms.close();
        rooms = Rooms.open(folder);
        assertThat(rooms.groups.find("G")).isEqualTo(SubscriptionGroupConfig.of("G"));
        assertThat(rooms.groups.find("H").retryMaxTimes()).isEqualTo(3);
        assertThat(rooms.groups.find("H").attributes()).isEqualTo(Map.of("priority.factor", "50"));
        assertThat(rooms.groups.find("gone")).isNull();
        assertThat(rooms.groups.dataVersion()).isEqualTo(version);
    }

    @Test
    void creatingAGroupThatIsThereLeavesItAsItIs() {
        rooms.groups.upsert(group("{'groupName':'G','retryMaxTimes':3}")).join();
        assertThat(rooms.groups.create("G").join().retryMaxTimes()).isEqualTo(3);
    }

    @Test
    void withAutoCreationOffOnlyAnAdministratorCreatesGroups() {
        rooms.close();
        rooms = Rooms.open(
                folder,
                TopicSettings.defaults(Rooms.BROKER, Rooms.CLUSTER),
                new GroupSettings(false, true, true, false, Duration.ofSeconds(60)));
        assertThatThrownBy(() -> rooms.groups.create("G").join())
                .cause()
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ResponseCodes.SUBSCRIPTION_GROUP_NOT_EXIST));
        rooms.groups.create("CID_RMQ_SYS_X").join();
        rooms.groups.upsert(SubscriptionGroupConfig.of("G")).join();
        assertThat(rooms.groups.find("G")).isNotNull();
    }

    @Test
    void badNamesAndValuesAreRefusedWithFieldAndLimit() {
        assertThatThrownBy(() -> rooms.groups.create("a b").join())
                .hasMessageContaining("group 'a b' has the character");
        assertThatThrownBy(() -> rooms.groups
                        .upsert(group("{'groupName':'G','retryQueueNums':5000}"))
                        .join())
                .hasMessageContaining("retryQueueNums is 5000, must be in 0..1024");
        assertThatThrownBy(() -> rooms.groups
                        .upsert(group("{'groupName':'G','attributes':{'+priority.factor':'101'}}"))
                        .join())
                .hasMessageContaining("priority.factor is '101', must be in 0..100");
        assertThat(rooms.groups.find("G")).isNull();
    }

    private static SubscriptionGroupConfig group(String json) {
        return SubscriptionGroupConfig.fromJson(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }
}
