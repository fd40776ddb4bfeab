package org.apogeemq.broker.timer;

import org.apogeemq.store.view.View;

/** How far the delivery of timed messages is, as the log says. Thread-safe. */
public final class TimerProgress implements View {
    private volatile Progress now = Progress.NONE;

    Progress now() {
        return now;
    }

    @Override
    public String id() {
        return "timers";
    }

    @Override
    public void apply(byte[] change) {
        now = Progress.of(change);
    }

    @Override
    public byte[] snapshot() {
        return now.bytes();
    }

    @Override
    public void restore(byte[] snapshot) {
        now = Progress.of(snapshot);
    }
}
