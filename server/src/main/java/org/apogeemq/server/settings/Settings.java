package org.apogeemq.server.settings;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The values in force: what was set, else the default. Immutable. A key is the object that stands in the table: maps by
 * identity, because the equality of records costs start-up time.
 */
public final class Settings {
    private final Map<Setting<?>, Object> values;
    private final Map<Setting<?>, String> texts;
    private final List<String> notices;

    private Settings(Builder builder) {
        values = new IdentityHashMap<>(builder.values);
        texts = new IdentityHashMap<>(builder.texts);
        notices = List.copyOf(builder.notices.values());
    }

    private Settings(Settings before, Map<Setting<?>, String> changes, String place) {
        values = new IdentityHashMap<>(before.values);
        texts = new IdentityHashMap<>(before.texts);
        notices = before.notices;
        changes.forEach((key, text) -> {
            values.put(key, key.read(text, place));
            texts.put(key, text);
        });
    }

    /**
     * The same with other values of some keys, as a user wrote them.
     *
     * @param place where, for messages
     * @throws BadSettingException if a value is outside its range, or asks for what is not offered
     */
    public Settings with(Map<Setting<?>, String> changes, String place) {
        return new Settings(this, changes, place);
    }

    /** The value that was set, else the default; null if the default depends on the machine. */
    public <T> T get(Setting<T> key) {
        return set(key).orElse(key.defaultValue());
    }

    /** The value that was set, if one was. */
    @SuppressWarnings("unchecked") // put only by Builder, with what the key itself has read
    public <T> Optional<T> set(Setting<T> key) {
        return Optional.ofNullable((T) values.get(key));
    }

    /** What was written for a key, if it was set. */
    public Optional<String> text(Setting<?> key) {
        return Optional.ofNullable(texts.get(key));
    }

    /** The keys of a part that were set, with what was written. */
    public Map<String, String> written(Setting.Part part) {
        Map<String, String> written = new TreeMap<>();
        texts.forEach((key, text) -> {
            if (key.part() == part) {
                written.put(key.name(), text);
            }
        });
        return written;
    }

    /** A sentence for each key that was set and has no effect, in the order they were set. */
    public List<String> notices() {
        return notices;
    }

    /** Collects values; a later one takes the place of an earlier one. Not thread-safe. */
    public static final class Builder {
        private final SettingsTable table;
        private final List<Setting.Part> parts;
        private final Map<Setting<?>, Object> values = new IdentityHashMap<>();
        private final Map<Setting<?>, String> texts = new IdentityHashMap<>();
        private final Map<String, String> notices = new LinkedHashMap<>();

        /** @param parts whose keys may be set; where two have a key of that name the first one's is meant */
        public Builder(SettingsTable table, List<Setting.Part> parts) {
            this.table = table;
            this.parts = new ArrayList<>(parts);
        }

        /**
         * Sets a value as a user wrote it.
         *
         * @param place where, such as {@code broker.conf:12}
         * @throws BadSettingException if there is no such key, the value is outside its range, or asks for what is
         *     not offered
         */
        public Builder set(String name, String text, String place) {
            Setting<?> key = table.find(name, parts, place);
            put(key, text, place);
            switch (key.use()) {
                case Use.NotNeeded use -> notices.put(name, place + ": " + name + " has no effect, " + use.words());
                case Use.NotOffered use -> notices.put(name, place + ": " + name + " has no effect, " + use.words());
                case Use.InForce use -> {}
                case Use.Only use -> {}
            }
            return this;
        }

        /** Sets a value that was given by an option of its own. */
        public Builder set(Setting<?> key, String text, String place) {
            put(key, text, place);
            return this;
        }

        private void put(Setting<?> key, String text, String place) {
            values.put(key, key.read(text, place));
            texts.put(key, text);
        }

        /** Sets a value from outside the command line, if nobody has set one. */
        public Builder unlessSet(Setting<?> key, String text, String place) {
            if (!values.containsKey(key)) {
                put(key, text, place);
            }
            return this;
        }

        /** What is set now. */
        public Settings build() {
            return new Settings(this);
        }
    }
}
