package org.apogeemq.broker.wire;

import java.util.HashMap;
import java.util.Map;

/** The table of request codes that are not hot. Immutable. */
public final class Routes {
    /** Where a route runs. */
    enum Place {
        /** On the event loop: touches memory only. */
        ON_LOOP,
        /** On a virtual thread: may wait. */
        OFF_LOOP
    }

    record Entry(Route route, Place place) {}

    private final Map<Integer, Entry> entries;

    private Routes(Map<Integer, Entry> entries) {
        this.entries = Map.copyOf(entries);
    }

    /** The entry of {@code code}, or null. */
    Entry find(int code) {
        return entries.get(code);
    }

    /** Collects routes. */
    public static final class Builder {
        private final Map<Integer, Entry> entries = new HashMap<>();

        /** A route that only touches memory and answers in microseconds; runs on the event loop. */
        public Builder onLoop(int code, Route route) {
            return add(code, new Entry(route, Place.ON_LOOP));
        }

        /** A route that may wait for the log, the disk or another process; runs on a virtual thread. */
        public Builder offLoop(int code, Route route) {
            return add(code, new Entry(route, Place.OFF_LOOP));
        }

        public Routes build() {
            return new Routes(entries);
        }

        private Builder add(int code, Entry entry) {
            if (entries.putIfAbsent(code, entry) != null) {
                throw new IllegalStateException("request code " + code + " has two routes");
            }
            return this;
        }
    }
}
