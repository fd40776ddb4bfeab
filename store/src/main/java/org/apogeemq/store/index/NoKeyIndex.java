package org.apogeemq.store.index;

import java.util.function.LongPredicate;

/** Of a store that keeps no index: nothing is found; files that are there are left alone. */
public final class NoKeyIndex implements KeptIndex {
    @Override
    public boolean isOn() {
        return false;
    }

    @Override
    public Reach find(String key, TimeRange range, LongPredicate more) {
        return Reach.NONE;
    }

    @Override
    public long notedTimestamp() {
        return 0;
    }

    @Override
    public void deleteBefore(long logMin) {
        // nobody reads them
    }

    @Override
    public void close() {
        // nothing is open
    }
}
