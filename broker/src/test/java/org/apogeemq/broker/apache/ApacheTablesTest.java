package org.apogeemq.broker.apache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apogeemq.broker.delay.DelayOffsets;
import org.apogeemq.broker.group.GroupSettings;
import org.apogeemq.broker.group.Groups;
import org.apogeemq.broker.offset.Offsets;
import org.apogeemq.broker.topic.TopicSettings;
import org.apogeemq.broker.topic.Topics;
import org.apogeemq.protocol.body.SubscriptionGroupConfig;
import org.apogeemq.protocol.body.TopicConfig;
import org.apogeemq.store.Store;
import org.apogeemq.store.StoreConfig;
import org.apogeemq.store.StoreException;
import org.apogeemq.store.disk.RealDisk;
import org.apogeemq.testkit.time.ManualTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings files as Apache's broker writes them, and our tables over a real store. */
class ApacheTablesTest {
    /** As fastjson writes: indented by tabs, integer keys without quotes, members that are new to us. */
    private static final String TOPICS = """
        {
        	"dataVersion":{"counter":41,"stateVersion":0,"timestamp":1795168534309},
        	"someday":{"a":[1,2]},
        	"topicConfigTable":{
        		"orders":{"attributes":{},"order":true,"perm":6,"readQueueNums":3,"topicFilterType":"SINGLE_TAG",
        			"topicName":"orders","topicSysFlag":0,"writeQueueNums":3,"colour":"green"},
        		"bills":{"order":false,"perm":4,"readQueueNums":16,"topicFilterType":"MULTI_TAG","topicName":"bills",
        			"topicSysFlag":2,"writeQueueNums":16}
        	}
        }\
        """;

    private static final String GROUPS = """
        {"dataVersion":{"counter":3,"timestamp":1795168534309},
        "forbiddenTable":{"readers":{"orders":4}},
        "subscriptionGroupTable":{"readers":{"brokerId":0,"consumeEnable":true,"groupName":"readers",
        "retryMaxTimes":5,"retryQueueNums":2,"whichBrokerWhenConsumeSlowly":1}}}\
        """;

    private static final String OFFSETS = """
        {"dataVersion":{"counter":9,"stateVersion":0,"timestamp":1795168534309},
        "groupTopicMap":{"readers":["orders"]},
        "offsetTable":{"orders@readers":{0:12,1:3,2:0},"bills@readers":{"7":5}}}\
        """;

    private static final String DELAYS = """
        {"dataVersion":{"counter":1,"stateVersion":0,"timestamp":1795168534309},"offsetTable":{1:5,3:7}}\
        """;

    @TempDir
    private Path folder;

    private final class Opened implements AutoCloseable {
        private final ManualTime time = new ManualTime();
        private final Topics topics = new Topics(TopicSettings.defaults("bk-a", "C1"), time, time);
        private final Groups groups = new Groups(GroupSettings.DEFAULTS, time);
        private final Offsets offsets = new Offsets(time, Runnable::run);
        private final DelayOffsets delays = new DelayOffsets();
        private final Store store;
        private final ApacheTables tables;

        Opened() {
            store = Store.open(
                    StoreConfig.at(folder).with(new StoreConfig.Files(1 << 20, 6_000)),
                    new RealDisk(),
                    time,
                    time,
                    List.of(topics, groups, offsets, delays));
            topics.opened(store);
            groups.opened(store);
            offsets.opened(store);
            var ours = new ApacheTables.Ours(topics, groups, offsets, delays);
            tables = new ApacheTables(new RealDisk(), folder, ours, store, time);
            try {
                tables.takeOver();
            } catch (RuntimeException e) {
                store.close();
                throw e;
            }
        }

        /** Ends without the settings files, as a process that is killed. */
        void kill() {
            offsets.stop().join();
            store.close();
        }

        @Override
        public void close() throws IOException {
            offsets.stop().join();
            tables.write();
            store.close();
        }
    }

    private void put(String file, String text) throws IOException {
        Path path = folder.resolve("config").resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private String text(String file) throws IOException {
        return Files.readString(folder.resolve("config").resolve(file));
    }

    private void putAll() throws IOException {
        put("topics.json", TOPICS);
        put("subscriptionGroup.json", GROUPS);
        put("consumerOffset.json", OFFSETS);
        put("delayOffset.json", DELAYS);
    }

    private static void assertAllOfApache(Opened opened) {
        assertThat(opened.topics.find("orders").config())
                .isEqualTo(new TopicConfig("orders", 3, 3, 6, "SINGLE_TAG", 0, true, Map.of()));
        assertThat(opened.topics.find("bills").config())
                .isEqualTo(new TopicConfig("bills", 16, 16, 4, "MULTI_TAG", 2, false, Map.of()));
        assertThat(opened.groups.find("readers"))
                .extracting(SubscriptionGroupConfig::retryMaxTimes, SubscriptionGroupConfig::retryQueueNums)
                .containsExactly(5, 2);
        assertThat(opened.offsets.query("readers", "orders", 0)).isEqualTo(12);
        assertThat(opened.offsets.query("readers", "orders", 2)).isZero();
        assertThat(opened.offsets.query("readers", "bills", 7)).isEqualTo(5);
        assertThat(opened.offsets.query("readers", "bills", 0)).isEqualTo(Offsets.NONE);
        assertThat(opened.delays.all()).isEqualTo(Map.of(1, 5L, 3, 7L));
    }

    @Test
    void allThatApacheHasWrittenIsThereAtTheFirstStart() throws IOException {
        putAll();
        try (var opened = new Opened()) {
            assertAllOfApache(opened);
        }
    }

    @Test
    void whatWasTakenOverIsInTheLogAndDoesNotNeedTheFilesAnyMore() throws IOException {
        putAll();
        new Opened().kill();
        for (String file : new RealDisk().list(folder.resolve("config"))) {
            Files.delete(folder.resolve("config").resolve(file));
        }
        try (var opened = new Opened()) {
            assertAllOfApache(opened);
        }
    }

    @Test
    void aFileThatIsEmptyOrBrokenIsReadFromItsOlderVersion() throws IOException {
        putAll();
        put("topics.json.bak", TOPICS);
        put("topics.json", "");
        put("consumerOffset.json.bak", OFFSETS);
        put("consumerOffset.json", OFFSETS.substring(0, 100));
        try (var opened = new Opened()) {
            assertAllOfApache(opened);
        }
    }

    @Test
    void aBrokenFileWithoutAnOlderVersionIsRefusedByName() throws IOException {
        putAll();
        put("consumerOffset.json", OFFSETS.substring(0, 100));
        assertThatThrownBy(Opened::new)
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("consumerOffset.json is damaged");
    }

    @Test
    void aCleanStopWritesWhatApacheReadsAndKeepsWhatOnlyApacheKnows() throws IOException {
        putAll();
        try (var opened = new Opened()) {
            opened.offsets.commit("readers", "orders", 1, 99);
        }
        assertThat(text("consumerOffset.json").replaceAll("\\s", ""))
                .contains("\"orders@readers\":{\"0\":12,\"1\":99,\"2\":0}")
                .contains("\"counter\":10")
                .doesNotContain("groupTopicMap");
        assertThat(text("consumerOffset.json.bak")).isEqualTo(OFFSETS);
        assertThat(text("topics.json").replaceAll("\\s", ""))
                .contains("\"someday\":{\"a\":[1,2]}")
                .contains("\"colour\":\"green\"")
                .contains("\"TBW102\":{");
        assertThat(text("subscriptionGroup.json").replaceAll("\\s", ""))
                .contains("\"forbiddenTable\":{\"readers\":{\"orders\":4}}")
                .contains("\"SELF_TEST_C_GROUP\":{");
        assertThat(text("delayOffset.json").replaceAll("\\s", "")).contains("\"offsetTable\":{\"1\":5,\"3\":7}");
    }

    @Test
    void theVersionOfATableIsNewerThanApachesWasWhenItWasTakenOver() throws IOException {
        putAll();
        try (var opened = new Opened()) {
            assertThat(opened.topics.dataVersion().counter()).isGreaterThan(41);
            assertThat(opened.groups.dataVersion().counter()).isGreaterThan(3);
        }
    }

    @Test
    void whatApacheChangesAfterwardsIsTakenOverDeletionsIncluded() throws IOException {
        putAll();
        new Opened().close();
        put(
                "topics.json",
                text("topics.json").replaceFirst("\"bills\":\\{", "\"notes\":{").replace("\"bills\"", "\"notes\""));
        put("consumerOffset.json", "{\"offsetTable\":{\"orders@readers\":{0:4,1:3,2:8}}}");
        try (var opened = new Opened()) {
            assertThat(opened.topics.find("bills")).isNull();
            assertThat(opened.topics.find("notes").config().readQueueNums()).isEqualTo(16);
            assertThat(opened.topics.find("orders")).isNotNull();
            assertThat(opened.offsets.query("readers", "orders", 0))
                    .as("an offset that was reset")
                    .isEqualTo(4);
            assertThat(opened.offsets.query("readers", "orders", 2)).isEqualTo(8);
            assertThat(opened.offsets.query("readers", "bills", 7)).isEqualTo(Offsets.NONE);
        }
    }

    @Test
    void filesThatAreOlderThanTheLogTakeNothingBack() throws IOException {
        putAll();
        Opened killed = new Opened();
        killed.topics.createRetry("readers", 1, 0, false).join();
        killed.offsets.commit("readers", "orders", 0, 500);
        killed.kill();
        try (var opened = new Opened()) {
            assertThat(opened.topics.find("%RETRY%readers")).isNotNull();
            assertThat(opened.offsets.query("readers", "orders", 0)).isEqualTo(500);
        }
    }

    @Test
    void afterACrashOfOursTheFurtherOffsetCountsAndNoTopicIsLost() throws IOException {
        putAll();
        Opened killed = new Opened();
        killed.topics.createRetry("readers", 1, 0, false).join();
        killed.offsets.commit("readers", "orders", 0, 500);
        killed.offsets.commit("readers", "orders", 1, 500);
        killed.kill();
        put("consumerOffset.json", "{\"offsetTable\":{\"orders@readers\":{0:20,1:600,2:0},\"bills@readers\":{7:6}}}");
        put("topics.json", TOPICS.replace("\"readQueueNums\":3", "\"readQueueNums\":9"));
        try (var opened = new Opened()) {
            assertThat(opened.offsets.query("readers", "orders", 0)).isEqualTo(500);
            assertThat(opened.offsets.query("readers", "orders", 1)).isEqualTo(600);
            assertThat(opened.offsets.query("readers", "bills", 7)).isEqualTo(6);
            assertThat(opened.topics.find("%RETRY%readers")).isNotNull();
            assertThat(opened.topics.find("orders").config().readQueueNums()).isEqualTo(9);
        }
    }

    @Test
    void aFolderOfOursHasFilesForApacheAfterItsFirstStopAndTheyAreNotReadBack() throws IOException {
        try (var opened = new Opened()) {
            opened.offsets.commit("readers", "orders", 0, 1);
        }
        String written = text("consumerOffset.json");
        new Opened().close();
        assertThat(text("consumerOffset.json")).isEqualTo(written);
        assertThat(folder.resolve("config/consumerOffset.json.bak")).doesNotExist();
    }
}
