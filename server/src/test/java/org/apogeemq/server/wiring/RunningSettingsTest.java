package org.apogeemq.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apogeemq.broker.BrokerConfig;
import org.apogeemq.server.settings.ChangedSettings;
import org.apogeemq.server.settings.Setting;
import org.apogeemq.server.settings.Settings;
import org.apogeemq.server.settings.SettingsTable;
import org.apogeemq.store.disk.RealDisk;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Settings changed while the broker runs: what is taken, what is refused, and what the next start knows. */
class RunningSettingsTest {
    @TempDir
    private Path folder;

    private final List<BrokerConfig> taken = new ArrayList<>();
    private final List<String> notices = new ArrayList<>();
    private RunningSettings running;

    @BeforeEach
    void begin() throws IOException {
        running = start(users("fileReservedTime", "72"));
    }

    private Path file() {
        return folder.resolve("changed-settings.json");
    }

    private static Settings users(String... keysAndValues) {
        var builder = new Settings.Builder(SettingsTable.create(), List.of(Setting.Part.BROKER));
        for (int i = 0; i < keysAndValues.length; i += 2) {
            builder.set(keysAndValues[i], keysAndValues[i + 1], "broker.conf:1");
        }
        return builder.build();
    }

    /** As a start of the broker with these settings does. */
    private RunningSettings start(Settings users) throws IOException {
        notices.clear();
        ChangedSettings kept = ChangedSettings.read(new RealDisk(), file());
        return new RunningSettings(
                users,
                kept.over(users, notices::add),
                kept,
                values -> new ConfigRecords(values).broker(folder, "b", Announced.PER_CLIENT, List.of()),
                "b");
    }

    private void change(String lines) {
        running.change(lines, taken::add);
    }

    @Test
    void changesAreHandedOverTogetherAndShown() {
        change("fileReservedTime=48\nmaxMessageSize=2048\r\n\nbrokerPermission=4\n");
        assertThat(taken).hasSize(1);
        BrokerConfig config = taken.getFirst();
        assertThat(config.store().retention().reserved()).isEqualTo(Duration.ofHours(48));
        assertThat(config.send().maxMessageSize()).isEqualTo(2_048);
        assertThat(config.registration().brokerPermission()).isEqualTo(4);
        assertThat(running.text()).contains("fileReservedTime=48\n", "maxMessageSize=2048\n", "deleteWhen=04\n");
        change("deleteWhen=05;06");
        assertThat(taken.getLast().store().retention().deleteHours()).containsExactlyInAnyOrder(5, 6);
        assertThat(taken.getLast().send().maxMessageSize())
                .as("earlier changes stay")
                .isEqualTo(2_048);
    }

    @Test
    void theNextStartKnowsThemAndSaysSo() throws IOException {
        change("fileReservedTime=48\nmaxMessageSize=2048");
        running = start(users("fileReservedTime", "72"));
        assertThat(running.text()).contains("fileReservedTime=48\n", "maxMessageSize=2048\n");
        assertThat(notices)
                .containsExactlyInAnyOrder(
                        "fileReservedTime=48 as set while the broker ran, instead of 72",
                        "maxMessageSize=2048 as set while the broker ran, instead of nothing");
        change("deleteWhen=05");
        assertThat(taken.getLast().store().retention().reserved()).isEqualTo(Duration.ofHours(48));
    }

    @Test
    void whoeverEditsTheSettingsAfterwardsMeansWhatHeWrites() throws IOException {
        change("fileReservedTime=48");
        running = start(users("fileReservedTime", "24"));
        assertThat(running.text()).contains("fileReservedTime=24\n");
        assertThat(notices)
                .containsExactly("fileReservedTime=48, set while the broker ran, counts no longer: the settings say 24"
                        + " now, not 72");
    }

    @Test
    void aValueThatIsTheUsersAgainIsNoLongerKept() throws IOException {
        change("fileReservedTime=48\nautoCreateTopicEnable=false");
        change("fileReservedTime=72\nautoCreateTopicEnable=true");
        assertThat(Files.readString(file())).isEqualTo("{\"changed\":{}}");
        start(users("fileReservedTime", "72"));
        assertThat(notices).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "fileReservedTime=x     | fileReservedTime is 'x', must be 0..1000000",
                "maxMessageSize=99999999| maxMessageSize is '99999999', must be 1024..15728640",
                "brokerPermission=3     | brokerPermission is '3', must be 0..6, a multiple of 2",
                "fileReservdTime=1      | there is no key 'fileReservdTime', did you mean fileReservedTime?",
                "listenPort=12345       | listenPort cannot become '12345' while the broker runs, it is '10911'",
                "flushDiskType=SYNC_FLUSH| set it and start the broker again",
                "sendMessageThreadPoolNums=8| sendMessageThreadPoolNums has no effect, not needed here",
                "nonsense               | 'nonsense' is not of the form key=value",
            })
    void aBadLineIsRefusedWithKeyValueAndLimitAndNothingIsChanged(String line, String words) {
        assertThatThrownBy(() -> change("deleteWhen=05\n" + line))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(words)
                .hasMessageEndingWith("; nothing was changed");
        assertThat(taken).isEmpty();
        assertThat(running.text()).contains("deleteWhen=04\n");
        assertThat(file()).doesNotExist();
    }

    @Test
    void whatIsAlreadySoIsNoChange() {
        change("listenPort=10911\nfileReservedTime=72");
        assertThat(taken).isEmpty();
        assertThat(file()).doesNotExist();
    }

    @Test
    void aChangeThatCannotBeKeptIsRefused() throws IOException {
        Files.createDirectory(folder.resolve("changed-settings.json.new"));
        assertThatThrownBy(() -> change("fileReservedTime=48"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the change cannot be kept for the next start: ");
        assertThat(taken).isEmpty();
        assertThat(running.text()).contains("fileReservedTime=72\n");
    }

    @Test
    void aFileThatIsNotOursStopsTheStartAndIsNamed() throws IOException {
        Files.writeString(file(), "fileReservedTime=48");
        assertThatThrownBy(() -> start(users()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file().toString());
    }
}
