package org.apogeemq.store.view;

/**
 * State derived from records of the log: settings, consumer offsets and the like. The store calls {@link #restore}
 * at most a few times and {@link #apply} for the rest of the log when it opens, later {@link #apply} for each change
 * and {@link #snapshot} now and then.
 */
public interface View {
    /** Name of the view in records and files; 1 to 64 of {@code a-z 0-9 . -}; never changes. */
    String id();

    /**
     * Applies a change that is in the log. Runs on the log's owner, in log order: short, no I/O, no clock. Never
     * fails, and applying a change again that is contained already changes nothing in the end.
     */
    void apply(byte[] change);

    /** The state as bytes. Any thread, beside {@link #apply}: may or may not contain the changes of this moment. */
    byte[] snapshot();

    /** Replaces the state by one that {@link #snapshot} gave. Before the store is open, on the opening thread. */
    void restore(byte[] snapshot);
}
