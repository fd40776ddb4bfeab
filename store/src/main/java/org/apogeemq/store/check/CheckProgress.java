package org.apogeemq.store.check;

/** Is told how far a check is. */
@FunctionalInterface
public interface CheckProgress {
    /** So many bytes of the log are done, of {@code total}. Every few MiB. */
    void at(long done, long total);
}
