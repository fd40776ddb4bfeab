package org.apogeemq.server.wiring;

import java.util.List;
import org.apogeemq.broker.Broker;
import org.apogeemq.server.settings.BadSettingException;
import org.apogeemq.server.settings.Setting;
import org.apogeemq.server.settings.Settings;
import org.apogeemq.server.settings.SettingsFile;
import org.apogeemq.server.settings.SettingsTable;

/** The broker's settings as administrators see them over the network. None changes while the broker runs. */
final class ShownSettings implements Broker.Settings {
    private final Settings settings;
    private final String brokerName;

    /** @param brokerName the name in force, found or set */
    ShownSettings(Settings settings, String brokerName) {
        this.settings = settings;
        this.brokerName = brokerName;
    }

    @Override
    public String text() {
        var text = new StringBuilder();
        for (Setting<?> key : SettingsTable.create().of(Setting.Part.BROKER)) {
            String value = settings.text(key).orElse(key.hasDefault() ? key.defaultText() : null);
            if (key.name().equals("brokerName")) {
                value = brokerName;
            }
            if (key.isInForce() && value != null) {
                text.append(key.name()).append('=').append(value).append('\n');
            }
        }
        return text.toString();
    }

    @Override
    public void change(String lines) {
        var reading = new Settings.Builder(SettingsTable.create(), List.of(Setting.Part.BROKER));
        for (String line : lines.split("\r?\n")) {
            if (!line.isBlank()) {
                try {
                    SettingsFile.set(line.strip(), "update", reading);
                } catch (BadSettingException e) {
                    throw new IllegalArgumentException(e.getMessage(), e);
                }
            }
        }
        throw new IllegalArgumentException("the broker's keys are fixed at start; change the file and start it again");
    }
}
