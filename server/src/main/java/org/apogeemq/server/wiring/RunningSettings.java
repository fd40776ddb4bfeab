package org.apogeemq.server.wiring;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apogeemq.broker.Broker;
import org.apogeemq.broker.BrokerConfig;
import org.apogeemq.server.settings.BadSettingException;
import org.apogeemq.server.settings.ChangedSettings;
import org.apogeemq.server.settings.Setting;
import org.apogeemq.server.settings.Settings;
import org.apogeemq.server.settings.SettingsFile;
import org.apogeemq.server.settings.SettingsTable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The broker's settings as administrators see and change them over the network. Thread-safe. */
final class RunningSettings implements Broker.Settings {
    private static final Logger LOG = LoggerFactory.getLogger(RunningSettings.class);
    private static final String PLACE = "update of the broker's settings";
    private static final String UNCHANGED = "; nothing was changed";

    private final Settings users;
    private final ChangedSettings kept;
    private final Function<Settings, BrokerConfig> records;
    private final String brokerName;

    // Replaced by whoever holds this, read by anyone.
    private volatile Settings inForce;

    /**
     * @param users what the user has set
     * @param inForce the same with what was changed at run time before
     * @param kept keeps changes for the next start
     * @param records makes the broker's records of settings; throws IllegalArgumentException if they do not go together
     * @param brokerName the name in force, found or set
     */
    RunningSettings(
            Settings users,
            Settings inForce,
            ChangedSettings kept,
            Function<Settings, BrokerConfig> records,
            String brokerName) {
        this.users = users;
        this.inForce = inForce;
        this.kept = kept;
        this.records = records;
        this.brokerName = brokerName;
    }

    @Override
    public String text() {
        Settings now = inForce;
        var text = new StringBuilder();
        for (Setting<?> key : SettingsTable.create().of(Setting.Part.BROKER)) {
            String value = key.name().equals("brokerName") ? brokerName : text(now, key);
            if (key.isInForce() && value != null) {
                text.append(key.name()).append('=').append(value).append('\n');
            }
        }
        return text.toString();
    }

    @Override
    public synchronized void change(String lines, Consumer<BrokerConfig> taker) {
        Map<Setting<?>, String> wanted = read(lines);
        if (wanted.isEmpty()) {
            return;
        }
        Settings changed = inForce.with(wanted, PLACE);
        BrokerConfig config = config(changed);
        try {
            kept.keep(wanted, users);
        } catch (IOException e) {
            LOG.warn("settings could not be kept", e);
            throw new IllegalArgumentException(
                    "the change cannot be kept for the next start: " + e.getMessage() + UNCHANGED, e);
        }
        wanted.forEach((key, value) -> LOG.info("{} is {} now, was {}", key.name(), value, text(inForce, key)));
        inForce = changed;
        taker.accept(config);
    }

    private BrokerConfig config(Settings changed) {
        try {
            return records.apply(changed);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(e.getMessage() + UNCHANGED, e);
        }
    }

    /** The keys that are to change, with their values; those that have theirs already are left out. */
    private Map<Setting<?>, String> read(String lines) {
        SettingsTable table = SettingsTable.create();
        var reading = new Settings.Builder(table, List.of(Setting.Part.BROKER));
        try {
            for (String line : lines.split("\r?\n")) {
                if (!line.isBlank()) {
                    SettingsFile.set(line.strip(), PLACE, reading);
                }
            }
        } catch (BadSettingException e) {
            throw new IllegalArgumentException(e.getMessage() + UNCHANGED, e);
        }
        Settings read = reading.build();
        Map<Setting<?>, String> wanted = new LinkedHashMap<>();
        for (Setting<?> key : table.of(Setting.Part.BROKER)) {
            read.text(key).filter(value -> !value.equals(text(inForce, key))).ifPresent(value -> {
                checkChangeable(key, value);
                wanted.put(key, value);
            });
        }
        return wanted;
    }

    private void checkChangeable(Setting<?> key, String value) {
        if (!key.isInForce()) {
            throw new IllegalArgumentException(
                    PLACE + ": " + key.name() + " has no effect, " + key.useWords() + UNCHANGED);
        }
        if (!key.changeable()) {
            throw new IllegalArgumentException(
                    "%s: %s cannot become '%s' while the broker runs, it is '%s': set it and start the broker again%s"
                            .formatted(PLACE, key.name(), value, text(inForce, key), UNCHANGED));
        }
    }

    private String text(Settings settings, Setting<?> key) {
        return settings.text(key).orElse(key.hasDefault() ? key.defaultText() : null);
    }
}
