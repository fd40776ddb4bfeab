package org.apogeemq.filter;

import java.nio.ByteBuffer;

/** AND: false as soon as one is false; what stands behind that is not asked. */
final class AllOf implements Condition {
    private final Condition[] conditions;

    AllOf(Condition... conditions) {
        this.conditions = conditions;
    }

    // hot
    @Override
    public Truth test(ByteBuffer properties, int at, int length) {
        Truth all = Truth.TRUE;
        for (Condition condition : conditions) {
            Truth one = condition.test(properties, at, length);
            if (one == Truth.FALSE || one == Truth.FAULT) {
                return one;
            }
            all = one == Truth.UNKNOWN ? one : all;
        }
        return all;
    }
}
