package org.apogeemq.server.settings;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apogeemq.cli.grammar.NearestName;
import org.apogeemq.server.settings.Setting.Part;

/** Every key there is, with what Apogee does with it. Immutable. */
public final class SettingsTable {
    private final Map<Part, Map<String, Setting<?>>> parts;

    private SettingsTable(Map<Part, Map<String, Setting<?>>> parts) {
        this.parts = parts;
    }

    /** The table: keys in force first, then those that are guarded, then those without effect. */
    public static SettingsTable create() {
        List<Setting<?>> keys = new ArrayList<>(BrokerKeys.all());
        keys.addAll(StoreKeys.all());
        keys.addAll(RetentionKeys.all());
        keys.addAll(NameServerKeys.all());
        keys.addAll(GuardedKeys.all());
        keys.addAll(NotOfferedKeys.all());
        keys.addAll(NotNeededKeys.all());
        Map<Part, Map<String, Setting<?>>> parts = new LinkedHashMap<>();
        for (Part part : Part.values()) {
            parts.put(part, new LinkedHashMap<>());
        }
        for (Setting<?> key : keys) {
            if (parts.get(key.part()).putIfAbsent(key.name(), key) != null) {
                throw new IllegalStateException(key.name() + " stands twice in the table of the " + key.part());
            }
        }
        return new SettingsTable(parts);
    }

    /** The keys of a part, in the order of the table. */
    public List<Setting<?>> of(Part part) {
        return Collections.unmodifiableList(new ArrayList<>(parts.get(part).values()));
    }

    /**
     * The key of that name in the first of {@code wanted} that has it.
     *
     * @param place where the name was read, for the message
     * @throws BadSettingException if none has it; the message names the nearest key
     */
    Setting<?> find(String name, List<Part> wanted, String place) {
        for (Part part : wanted) {
            Setting<?> key = parts.get(part).get(name);
            if (key != null) {
                return key;
            }
        }
        List<String> names = new ArrayList<>();
        wanted.forEach(part -> names.addAll(parts.get(part).keySet()));
        Optional<String> nearest = NearestName.of(name, names);
        throw new BadSettingException("%s: there is no key '%s'%s; 'bin/apogee config' lists all keys"
                .formatted(
                        place,
                        name,
                        nearest.map(meant -> ", did you mean " + meant + "?").orElse("")));
    }
}
