package org.apogeemq.store.log;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * How far the log has come, as log offsets: {@code confirmed <= appended} and {@code flushed <= appended}. Each has one
 * writer and is read by anyone; a reader that sees a position also sees the bytes before it.
 */
public final class Positions {
    private static final VarHandle APPENDED;
    private static final VarHandle CONFIRMED;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            APPENDED = lookup.findVarHandle(Positions.class, "appended", long.class);
            CONFIRMED = lookup.findVarHandle(Positions.class, "confirmed", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    // Written by the log's owner only.
    @SuppressWarnings("UnusedVariable")
    private volatile long appended;

    @SuppressWarnings("UnusedVariable")
    private volatile long confirmed;

    // Written by whoever forces the log, one at a time.
    private volatile long flushed;

    /** All three at the end of the log as it was found. */
    public Positions(long end) {
        appended = end;
        confirmed = end;
        flushed = end;
    }

    /** Behind the last record that was written and whose queue entry and views are up to date. */
    public long appended() {
        return appended;
    }

    /** Behind the last record that may be acknowledged and read. */
    public long confirmed() {
        return confirmed;
    }

    /** What is on disk for sure. */
    public long flushed() {
        return flushed;
    }

    // hot
    void appended(long logOffset) {
        assert logOffset >= appended;
        APPENDED.setRelease(this, logOffset);
    }

    // hot
    void confirmed(long logOffset) {
        assert logOffset >= confirmed && logOffset <= appended;
        CONFIRMED.setRelease(this, logOffset);
    }

    void flushed(long logOffset) {
        assert logOffset >= flushed && logOffset <= appended;
        flushed = logOffset;
    }
}
