package org.apogeemq.broker.pull;

import java.nio.ByteBuffer;
import org.apogeemq.filter.Filter;
import org.apogeemq.protocol.record.RecordFormat;
import org.apogeemq.store.log.CommitLog;
import org.apogeemq.store.queue.ConsumeQueue;
import org.apogeemq.store.queue.QueueEntries;

/** Looks at records where they lie, if they were written a moment ago: never waits. Of one event loop. */
// hot
final class HotSieve extends Sieve implements CommitLog.Look {
    private final CommitLog log;

    // The record that is being looked at.
    private Filter filter;
    private long queueOffset;
    private long logOffset;
    private int size;
    private boolean passes;

    HotSieve(CommitLog log) {
        this.log = log;
    }

    @Override
    Verdict sift(Filter wanted, ConsumeQueue queue, QueueEntries entries, int i, int recordBytes) {
        filter = wanted;
        queueOffset = entries.queueOffset(i);
        logOffset = entries.logOffset(i);
        size = recordBytes;
        boolean near =
                size > 0 && log.isHot(logOffset) && logOffset >= log.appendedOffset() - PullResult.JUST_WRITTEN_BYTES;
        // What is not the record it should be is looked at again, and counted as damaged, by a thread that may wait.
        if (!near || !log.look(logOffset, size, this)) {
            return Verdict.OUT_OF_SIGHT;
        }
        return passes ? Verdict.PASSES : Verdict.FAILS;
    }

    /** One: others wait for the event loop. */
    @Override
    int reach() {
        return 1;
    }

    @Override
    public boolean see(ByteBuffer bytes, int at) {
        if (!Records.isReadable(bytes, at, size, logOffset, queueOffset)) {
            return false;
        }
        int properties = RecordFormat.propertiesLength(bytes, at);
        spend(filter, properties);
        passes = filter.passes(bytes, RecordFormat.propertiesAt(bytes, at), properties);
        return true;
    }
}
