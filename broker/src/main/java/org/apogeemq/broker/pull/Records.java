package org.apogeemq.broker.pull;

import java.nio.ByteBuffer;
import org.apogeemq.protocol.record.RecordCheck;
import org.apogeemq.protocol.record.RecordFormat;
import org.apogeemq.protocol.record.VoidRecord;

/** Whether bytes are the record that an entry of a queue means. */
// hot
final class Records {
    private Records() {}

    /** Whether the bytes at {@code at} say of themselves that they are that record; its parts are not looked at. */
    static boolean isThat(ByteBuffer bytes, int at, int size, long logOffset, long queueOffset) {
        int magic = size > 0 ? RecordFormat.magic(bytes, at) : 0;
        return (magic == RecordFormat.MAGIC_V1 || magic == RecordFormat.MAGIC_V2)
                && RecordFormat.totalSize(bytes, at) == size
                && RecordFormat.logOffset(bytes, at) == logOffset
                && RecordFormat.queueOffset(bytes, at) == queueOffset
                && !VoidRecord.isVoid(bytes, at);
    }

    /** The same, and its parts lie where it says; its body may be damaged. */
    static boolean isReadable(ByteBuffer bytes, int at, int size, long logOffset, long queueOffset) {
        return isThat(bytes, at, size, logOffset, queueOffset)
                && RecordFormat.check(bytes, at, at + size, false) == RecordCheck.VALID;
    }
}
