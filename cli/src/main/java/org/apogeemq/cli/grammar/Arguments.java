package org.apogeemq.cli.grammar;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a user wrote behind a command, by the names the grammar gives. Immutable. */
public final class Arguments {
    private final Map<String, List<String>> values;

    Arguments(Map<String, List<String>> values) {
        Map<String, List<String>> copy = new HashMap<>();
        values.forEach((name, texts) -> copy.put(name, List.copyOf(texts)));
        this.values = Map.copyOf(copy);
    }

    /** The value of an argument or option; of several the last. Empty if it was not given. */
    public Optional<String> text(String name) {
        List<String> given = all(name);
        return given.isEmpty() ? Optional.empty() : Optional.of(given.get(given.size() - 1));
    }

    /** All values of an option, in the order they were given. */
    public List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    /** Whether an option was given. */
    public boolean has(String name) {
        return values.containsKey(name);
    }
}
