package org.apogeemq.store;

import java.io.IOException;
import java.util.function.LongPredicate;
import org.apogeemq.store.index.KeptIndex;
import org.apogeemq.store.log.LogReader;
import org.apogeemq.store.log.LogWriter;
import org.apogeemq.store.log.Positions;
import org.apogeemq.store.log.Segments;
import org.apogeemq.store.queue.FileQueues;
import org.apogeemq.store.retention.LogFront;

/**
 * Removes the oldest segment from a running store. Confined to the background thread. The order of steps lets a reader
 * find either a record or that its queue begins later, and lets the process end at any of them:
 *
 * <p>(1) what is derived from the segment is on disk: snapshots and checkpoint are behind it, what compaction topics
 * need of it is in files of their own, and who was to be asked agrees; (2) queues begin behind it, in memory; (3) the
 * log does, by its owner; (4) its file is deleted, for good; (5) queue files and key index files of which nothing is
 * left are deleted. Opening finds where queues begin from where the log begins, so that 2, 3 and 5 need no trace.
 */
final class StoreFront implements LogFront {
    private final Segments segments;
    private final Positions positions;
    private final LogReader reader;
    private final LogWriter writer;
    private final FileQueues queues;
    private final KeptIndex index;
    private final BackgroundWork work;
    private final Compaction compaction;

    // Before it the key index holds nothing that could be deleted.
    private long indexBegin;

    // Replaced once, when the store is used.
    private volatile LongPredicate expiry = begin -> true;

    StoreFront(
            BackgroundWork.Parts parts, LogReader reader, KeptIndex index, BackgroundWork work, Compaction compaction) {
        segments = parts.segments();
        positions = parts.positions();
        writer = parts.writer();
        queues = parts.queues();
        this.reader = reader;
        this.index = index;
        this.work = work;
        this.compaction = compaction;
    }

    @Override
    public int removable() {
        return segments.count() - 1;
    }

    @Override
    public long bytes() {
        return positions.appended() - segments.min();
    }

    /** The next segment begins with a record that was stored later; it may be much later, so the file is asked too. */
    @Override
    public long firstStoredMillis() throws IOException {
        long next = reader.storeTimestamp(segments.secondBase());
        long written = segments.firstModifiedMillis();
        long latest = next <= 0 ? written : Math.min(next, written);
        return Math.max(latest, reader.storeTimestamp(segments.min()));
    }

    @Override
    public boolean removeFirst() throws IOException {
        long begin = segments.secondBase();
        if (!work.cover(begin) || !compaction.keep(begin) || !expiry.test(begin)) {
            return false;
        }
        queues.logBegins(begin);
        writer.executeAndWait(segments::dropFirst);
        return finish();
    }

    void beforeExpiry(LongPredicate asked) {
        expiry = asked;
    }

    @Override
    public boolean finish() throws IOException {
        boolean finished = segments.deleteDropped();
        queues.deleteUnused();
        if (finished && indexBegin < segments.min()) {
            index.deleteBefore(segments.min());
            indexBegin = segments.min();
        }
        return finished;
    }

    @Override
    public void refuse(boolean refused) {
        writer.refuseMessages(refused);
    }
}
