package org.apogeemq.store.log;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.SequencedSet;

/** Which segments have a file open for reading old records: the few that were read last. Thread-safe. */
final class ColdSegments {
    private static final int OPEN_MAX = 16;

    // Guarded by this; the one that was read last is the last.
    private final SequencedSet<Segment> open = new LinkedHashSet<>();

    /** {@code segment} is about to be read; the one that was not for the longest time may be closed for it. */
    void reading(Segment segment) throws IOException {
        Segment closing = null;
        synchronized (this) {
            open.addLast(segment);
            if (open.size() > OPEN_MAX) {
                closing = open.removeFirst();
            }
        }
        if (closing != null) {
            closing.closeCold();
        }
    }
}
