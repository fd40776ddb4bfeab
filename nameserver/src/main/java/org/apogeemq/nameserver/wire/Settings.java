package org.apogeemq.nameserver.wire;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;

/** The settings in force, as texts and as rules. Read by anyone, changed by the clerk; changes end with the process. */
public final class Settings {
    /** Where files lie is not for those who ask over the network to say. */
    private static final Set<String> LOCKED = Set.of("configBlackList", "configStorePath", "kvConfigPath");

    private volatile Map<String, String> texts;
    private volatile Rules rules = Rules.DEFAULT;

    /** @param texts the settings, by key */
    public Settings(Map<String, String> texts) {
        this.texts = Map.of();
        replace(texts);
    }

    Rules rules() {
        return rules;
    }

    /** All settings as lines {@code key=value}. */
    String asText() {
        var text = new StringBuilder();
        texts.forEach((key, value) -> text.append(key).append('=').append(value).append('\n'));
        return text.toString();
    }

    /** Reads lines of a properties file. */
    static Map<String, String> parse(String text) {
        var properties = new Properties();
        try {
            properties.load(new StringReader(text));
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory failed", e);
        }
        Map<String, String> parsed = new TreeMap<>();
        properties.stringPropertyNames().forEach(key -> parsed.put(key, properties.getProperty(key)));
        return parsed;
    }

    /** The key among those of {@code changes} that may not be changed; null if there is none. */
    static String lockedAmong(Map<String, String> changes) {
        return changes.keySet().stream().filter(LOCKED::contains).findFirst().orElse(null);
    }

    void replace(Map<String, String> changes) {
        Map<String, String> merged = new TreeMap<>(texts);
        merged.putAll(changes);
        Rules changed = rules;
        for (Map.Entry<String, String> change : changes.entrySet()) {
            changed = changed.with(change.getKey(), change.getValue());
        }
        texts = Collections.unmodifiableMap(merged);
        rules = changed;
    }
}
