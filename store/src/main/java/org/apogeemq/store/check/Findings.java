package org.apogeemq.store.check;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Collects findings: the first ones are kept, all are counted. */
final class Findings {
    private static final int KEPT_MAX = 1000;

    private final List<Finding> kept = new ArrayList<>();
    private long count;

    void add(Path file, long position, long length, String reason, String outcome) {
        count++;
        if (kept.size() < KEPT_MAX) {
            kept.add(new Finding(file, position, length, reason, outcome));
        }
    }

    List<Finding> kept() {
        return List.copyOf(kept);
    }

    long count() {
        return count;
    }
}
