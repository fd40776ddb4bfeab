package org.apogeemq.store.open;

import java.nio.ByteBuffer;
import org.apogeemq.protocol.record.RecordCheck;
import org.apogeemq.protocol.record.RecordFormat;
import org.apogeemq.store.log.Segments;

/**
 * Where the log has to be walked from when Apache's broker had it last. Its checkpoint says, since 5.4, where the last
 * record begins whose queue entries are on disk; before that, only when such a record was stored. Both are exact
 * enough to choose a segment.
 */
final class ApacheBegin {
    /** Apache takes off as much from the time in its checkpoint before it trusts it. */
    private static final long TRUST_MILLIS = 3_000;

    private ApacheBegin() {}

    /** The begin of the last segment before which all queue entries are on disk. */
    static long of(Checkpoint checkpoint, Segments segments) {
        for (long base = segments.end() - segments.segmentBytes(); base > segments.min(); ) {
            ByteBuffer segment = segments.view(base);
            boolean whole = RecordFormat.check(segment, 0, segment.capacity(), true) == RecordCheck.VALID
                    && RecordFormat.logOffset(segment, 0) == base;
            if (whole && isBehind(checkpoint, base, RecordFormat.storeTimestamp(segment, 0))) {
                return base;
            }
            base -= segments.segmentBytes();
        }
        return segments.min();
    }

    private static boolean isBehind(Checkpoint checkpoint, long base, long storeTimestamp) {
        return checkpoint.queuesTo() > 0
                ? base <= checkpoint.queuesTo()
                : storeTimestamp <= checkpoint.storeTimestamp() - TRUST_MILLIS;
    }
}
