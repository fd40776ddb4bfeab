package org.apogeemq.store.compact;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Records of one queue in their order, of which a {@link Fold} takes those that are still needed. One thread. */
public interface Part extends Closeable {
    /** Number of records, at most 2^31 - 1. */
    int count();

    /**
     * What is to be known of record {@code i}, in {@code [0, count)}; its position means nothing.
     *
     * @return {@code null} if it is not to be kept in any case: it is damaged, or has no key
     */
    CompactedEntry entry(int i) throws IOException;

    /**
     * Reads the record of an entry into {@code target}, which has exactly room for it.
     *
     * @throws IOException if it cannot be read, though {@link #entry} could
     */
    void read(CompactedEntry entry, ByteBuffer target) throws IOException;
}
