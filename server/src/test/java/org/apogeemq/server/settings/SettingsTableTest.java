package org.apogeemq.server.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.apogeemq.server.settings.Setting.Part;
import org.junit.jupiter.api.Test;

class SettingsTableTest {
    private final SettingsTable table = SettingsTable.create();

    private Stream<Setting<?>> keys() {
        return Stream.of(Part.values()).flatMap(part -> table.of(part).stream());
    }

    @Test
    void everyKeyInForceHasAMeaningThatIsASentence() {
        assertThat(keys().filter(Setting::isInForce))
                .isNotEmpty()
                .allSatisfy(key -> assertThat(key.meaning()).as(key.name()).endsWith("."));
    }

    @Test
    void everyOtherKeySaysWhyItHasNoEffect() {
        assertThat(keys().filter(key -> !key.isInForce()))
                .isNotEmpty()
                .allSatisfy(key -> assertThat(key.useWords()).as(key.name()).isNotBlank());
    }

    @Test
    void keysOfApachesSampleFilesAreKnown() {
        assertThat(table.of(Part.BROKER))
                .extracting(Setting::name)
                .containsAll(List.of(
                        "brokerClusterName",
                        "brokerName",
                        "brokerId",
                        "deleteWhen",
                        "fileReservedTime",
                        "brokerRole",
                        "flushDiskType",
                        "namesrvAddr",
                        "defaultTopicQueueNums",
                        "autoCreateTopicEnable",
                        "autoCreateSubscriptionGroup",
                        "listenPort",
                        "haListenPort",
                        "mappedFileSizeCommitLog",
                        "mappedFileSizeConsumeQueue",
                        "diskMaxUsedSpaceRatio",
                        "storePathRootDir",
                        "storePathCommitLog",
                        "storePathConsumeQueue",
                        "storePathIndex",
                        "storeCheckpoint",
                        "abortFile",
                        "maxMessageSize",
                        "brokerIP1",
                        "brokerIP2",
                        "enablePropertyFilter",
                        "transientStorePoolEnable",
                        "sendMessageThreadPoolNums",
                        "pullMessageThreadPoolNums",
                        "waitTimeMillsInSendQueue",
                        "traceTopicEnable",
                        "aclEnable",
                        "timerWheelEnable",
                        "slaveReadEnable"));
    }
}
