package org.apogeemq.broker.apache;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What somebody else changed in a table that we knew in an earlier state.
 *
 * @param changed what is new or different there, and not yet so with us
 * @param gone the keys that are missing there, unless we have changed them ourselves since
 */
record Difference<K, V>(Map<K, V> changed, List<K> gone) {

    /** Compares {@code theirs} with what was {@code known} to both, and with {@code ours}. */
    static <K, V> Difference<K, V> of(Map<K, V> known, Map<K, V> theirs, Map<K, V> ours) {
        Map<K, V> changed = new LinkedHashMap<>();
        theirs.forEach((key, value) -> {
            if (!value.equals(known.get(key)) && !value.equals(ours.get(key))) {
                changed.put(key, value);
            }
        });
        List<K> gone = new ArrayList<>();
        known.forEach((key, value) -> {
            if (!theirs.containsKey(key) && value.equals(ours.get(key))) {
                gone.add(key);
            }
        });
        return new Difference<>(changed, gone);
    }
}
