package org.apogeemq.broker.wire;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apogeemq.protocol.body.DataVersion;
import org.apogeemq.protocol.json.JsonException;

/**
 * A part of a table that is too long for one answer. Clients since 5.4 ask for entries from a position on, in the
 * order of names, and begin again when the table's version changes; older ones ask for everything.
 *
 * @param entries what goes into this answer
 * @param total entries of the whole table
 */
record Page<T>(Map<String, T> entries, int total) {
    private static final int ENTRIES_MAX = 2_000;

    /**
     * @param sorted the whole table in the order of names
     * @param from position of the first entry wanted, null for everything
     * @param seenVersion the version the client saw, as JSON; from another one on it begins at 0
     */
    static <T> Page<T> of(Map<String, T> sorted, DataVersion version, Integer from, String seenVersion, Integer max) {
        if (from == null) {
            return new Page<>(sorted, sorted.size());
        }
        int first = isSame(version, seenVersion) ? Math.max(0, from) : 0;
        int limit = max == null || max <= 0 ? ENTRIES_MAX : Math.min(max, ENTRIES_MAX);
        Map<String, T> entries = new LinkedHashMap<>();
        sorted.entrySet().stream()
                .skip(first)
                .limit(limit)
                .forEach(entry -> entries.put(entry.getKey(), entry.getValue()));
        return new Page<>(entries, sorted.size());
    }

    private static boolean isSame(DataVersion version, String seen) {
        if (seen == null || seen.isBlank()) {
            return false;
        }
        try {
            return DataVersion.fromJson(seen.getBytes(StandardCharsets.UTF_8)).equals(version);
        } catch (JsonException bad) {
            return false; // as if it had seen another version
        }
    }
}
