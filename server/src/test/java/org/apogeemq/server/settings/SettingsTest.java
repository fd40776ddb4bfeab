package org.apogeemq.server.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apogeemq.server.settings.Setting.Part;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
    @TempDir
    private Path folder;

    private Settings.Builder settings;

    @BeforeEach
    void begin() {
        settings = new Settings.Builder(SettingsTable.create(), List.of(Part.BROKER, Part.NAME_SERVER));
    }

    @Test
    void whatIsNotSetHasItsDefault() {
        assertThat(settings.build().get(BrokerKeys.PORT)).isEqualTo(10_911);
        assertThat(settings.build().get(BrokerKeys.REGISTER_PERIOD)).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.build().set(BrokerKeys.PORT)).isEmpty();
    }

    @Test
    void anUnknownKeyIsRefusedWithTheNearestOne() {
        assertThatThrownBy(() -> settings.set("flushDiskTipe", "SYNC_FLUSH", "broker.conf:7"))
                .isInstanceOf(BadSettingException.class)
                .hasMessage("broker.conf:7: there is no key 'flushDiskTipe', did you mean flushDiskType?;"
                        + " 'bin/apogee config' lists all keys");
    }

    @ParameterizedTest
    @CsvSource({
        "listenPort, 70000, 3..65534",
        "listenPort, abc, 3..65534",
        "flushDiskType, LATER, 'ASYNC_FLUSH, SYNC_FLUSH'",
        "autoCreateTopicEnable, yes, 'true, false'",
        "mappedFileSizeConsumeQueue, 6000001, a multiple of 20",
        "registerNameServerPeriod, 5, 10000..60000 ms",
        "brokerName, my broker, a name without blanks",
    })
    void aBadValueIsRefusedNamingKeyValueAndRange(String key, String value, String range) {
        assertThatThrownBy(() -> settings.set(key, value, "--set"))
                .isInstanceOf(BadSettingException.class)
                .hasMessageStartingWith("--set: " + key + " is '" + value + "', must be ")
                .hasMessageEndingWith(range);
    }

    @ParameterizedTest
    @CsvSource({
        "brokerRole, SLAVE",
        "aclEnable, true",
        "enableDLegerCommitLog, true",
        "storeType, defaultRocksDB",
        "brokerId, 1",
        "inSyncReplicas, 2",
        "useTLS, true",
    })
    void whatCannotBeIgnoredSafelyIsRefused(String key, String value) {
        assertThatThrownBy(() -> settings.set(key, value, "--set"))
                .isInstanceOf(BadSettingException.class)
                .hasMessageContaining(key)
                .hasMessageContaining(value);
    }

    @Test
    void itsHarmlessValueIsAccepted() {
        settings.set("brokerRole", "ASYNC_MASTER", "f")
                .set("brokerId", "0", "f")
                .set("aclEnable", "false", "f");
        assertThat(settings.build().notices()).isEmpty();
    }

    @Test
    void whatHasNoEffectIsAcceptedWithANotice() {
        settings.set("sendMessageThreadPoolNums", "16", "broker.conf:3")
                .set("timerPrecisionMs", "500", "broker.conf:4");
        assertThat(settings.build().notices())
                .satisfiesExactly(
                        notice -> assertThat(notice)
                                .startsWith(
                                        "broker.conf:3: sendMessageThreadPoolNums has no effect, not needed here: "),
                        notice -> assertThat(notice)
                                .startsWith("broker.conf:4: timerPrecisionMs has no effect, not offered yet: "));
    }

    @Test
    void hoursOfTheDayAreReadAsApacheWritesThem() {
        Settings built = settings.set("deleteWhen", "04;16; 23", "f").build();
        assertThat(built.get(RetentionKeys.DELETE_HOURS)).containsExactlyInAnyOrder(4, 16, 23);
        assertThatThrownBy(() -> settings.set("deleteWhen", "04;24", "f"))
                .hasMessageContaining("deleteWhen is '04;24', must be hours of 0..23");
    }

    @Test
    void aNameThatBothPartsHaveMeansTheFirstPart() {
        Settings built = settings.set("listenPort", "12000", "f").build();
        assertThat(built.get(BrokerKeys.PORT)).isEqualTo(12_000);
        assertThat(built.get(NameServerKeys.PORT)).isEqualTo(9_876);
    }

    @Test
    void aFileIsReadAsApacheReadsIt() throws IOException {
        Path file = Files.writeString(folder.resolve("broker.conf"), """
            # the broker
            ! of the second kind of comment
              brokerName = broker-b\u0020\u0020

            listenPort:10921
            namesrvAddr=10.0.0.5:9876;\\
                10.0.0.6:9876
            flushDiskType=SYNC_FLUSH
            """);
        SettingsFile.read(file, settings);
        Settings built = settings.build();
        assertThat(built.get(BrokerKeys.NAME)).isEqualTo("broker-b");
        assertThat(built.get(BrokerKeys.PORT)).isEqualTo(10_921);
        assertThat(built.get(BrokerKeys.NAME_SERVERS)).isEqualTo("10.0.0.5:9876;10.0.0.6:9876");
        assertThat(built.get(StoreKeys.FLUSH)).isEqualTo("SYNC_FLUSH");
    }

    @Test
    void aFilesErrorNamesFileAndLine() throws IOException {
        Path file = Files.writeString(folder.resolve("my.conf"), "brokerName=a\n\nlistenPort=x\n");
        assertThatThrownBy(() -> SettingsFile.read(file, settings))
                .isInstanceOf(BadSettingException.class)
                .hasMessage("my.conf:3: listenPort is 'x', must be 3..65534");
    }

    @Test
    void aLineWithoutASignIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("my.conf"), "brokerName\n");
        assertThatThrownBy(() -> SettingsFile.read(file, settings))
                .isInstanceOf(BadSettingException.class)
                .hasMessage("my.conf:1: 'brokerName' is not of the form key=value");
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        Path absent = folder.resolve("absent.conf");
        assertThatThrownBy(() -> SettingsFile.read(absent, settings))
                .isInstanceOf(BadSettingException.class)
                .hasMessage("there is no settings file " + absent);
    }
}
