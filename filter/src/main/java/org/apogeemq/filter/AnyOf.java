package org.apogeemq.filter;

import java.nio.ByteBuffer;

/** OR: true as soon as one is true; what stands behind that is not asked. */
final class AnyOf implements Condition {
    private final Condition[] conditions;

    AnyOf(Condition... conditions) {
        this.conditions = conditions;
    }

    // hot
    @Override
    public Truth test(ByteBuffer properties, int at, int length) {
        Truth any = Truth.FALSE;
        for (Condition condition : conditions) {
            Truth one = condition.test(properties, at, length);
            if (one == Truth.TRUE || one == Truth.FAULT) {
                return one;
            }
            any = one == Truth.UNKNOWN ? one : any;
        }
        return any;
    }
}
