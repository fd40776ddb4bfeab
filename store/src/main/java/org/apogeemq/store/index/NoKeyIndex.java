package org.apogeemq.store.index;

import java.util.function.LongPredicate;

/** Of a store that keeps no index: nothing is found. */
public final class NoKeyIndex implements KeyIndex {
    @Override
    public boolean isOn() {
        return false;
    }

    @Override
    public Reach find(String key, TimeRange range, LongPredicate more) {
        return Reach.NONE;
    }
}
