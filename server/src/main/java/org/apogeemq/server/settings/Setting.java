package org.apogeemq.server.settings;

import java.util.List;
import java.util.Objects;

/**
 * One key a user may set.
 *
 * @param <T> type of its values
 * @param name Apache's name of it
 * @param part of the program it belongs to; a name may stand once in each
 * @param kind its values
 * @param defaultText its default as a user would write it, or words for it if it depends on the machine
 * @param defaultValue the default; null if it depends on the machine
 * @param meaning what it does, in a sentence or two
 * @param use what Apogee does with it
 * @param changeable whether it may change while the program runs
 */
public record Setting<T>(
        String name,
        Part part,
        ValueKind<T> kind,
        String defaultText,
        T defaultValue,
        String meaning,
        Use use,
        boolean changeable) {

    /** The parts of the program that are set separately. */
    public enum Part {
        BROKER("broker"),
        NAME_SERVER("name server");

        private final String words;

        Part(String words) {
            this.words = words;
        }

        /** As a user reads it. */
        public String words() {
            return words;
        }
    }

    public Setting {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(part, "part");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(defaultText, "defaultText");
        Objects.requireNonNull(meaning, "meaning");
        Objects.requireNonNull(use, "use");
    }

    /** A key in force whose default is the same on every machine. */
    static <T> Setting<T> of(Part part, String name, ValueKind<T> kind, String defaultText, String meaning) {
        T value = kind.read(defaultText)
                .orElseThrow(() -> new IllegalArgumentException(
                        "default of " + name + " is " + defaultText + ", must be " + kind.range()));
        return new Setting<>(name, part, kind, defaultText, value, meaning, new Use.InForce(), false);
    }

    /** A key in force whose default depends on the machine; {@code defaultWords} say on what. */
    static <T> Setting<T> open(Part part, String name, ValueKind<T> kind, String defaultWords, String meaning) {
        return new Setting<>(name, part, kind, defaultWords, null, meaning, new Use.InForce(), false);
    }

    /** This key, with another use. */
    Setting<T> with(Use other) {
        return new Setting<>(name, part, kind, defaultText, defaultValue, meaning, other, changeable);
    }

    /** This key, one that may change while the program runs. */
    Setting<T> changing() {
        return new Setting<>(name, part, kind, defaultText, defaultValue, meaning, use, true);
    }

    /**
     * Reads a value of this key.
     *
     * @param place where it was set, such as {@code broker.conf:12}
     * @throws BadSettingException if it is outside the range, or asks for what is not offered
     */
    T read(String text, String place) {
        T value = kind.read(text)
                .orElseThrow(() -> new BadSettingException(
                        "%s: %s is '%s', must be %s".formatted(place, name, text, kind.range())));
        if (use instanceof Use.Only(var accepted, var why) && !accepted.contains(text)) {
            throw new BadSettingException(
                    "%s: %s=%s is not offered: %s. Accepted is %s".formatted(place, name, text, why, words(accepted)));
        }
        return value;
    }

    /** Whether its value has an effect. */
    public boolean isInForce() {
        return use instanceof Use.InForce;
    }

    /** Whether its default is the same on every machine. */
    public boolean hasDefault() {
        return defaultValue != null;
    }

    /** The values allowed, in words. */
    public String range() {
        return kind.range();
    }

    /** What is to be said of a key that is not in force; empty for the others. */
    public String useWords() {
        return use.words();
    }

    private static String words(List<String> accepted) {
        return accepted.equals(List.of("")) ? "only to leave it empty" : String.join(", ", accepted);
    }
}
