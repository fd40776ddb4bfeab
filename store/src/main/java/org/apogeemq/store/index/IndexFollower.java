package org.apogeemq.store.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongPredicate;
import org.apogeemq.store.disk.Disk;
import org.apogeemq.store.log.Positions;
import org.apogeemq.store.log.Segments;
import org.apogeemq.store.work.Worker;
import org.apogeemq.time.Clock;
import org.apogeemq.time.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The key index of a store. Follows the log on a thread of its own, some megabytes at a time, about once a second and
 * only when something was appended; whoever asks for a key first brings the index up to the log's end.
 *
 * <p>The index is as it was when its position was noted, plus what is followed again from there: after a crash entries
 * behind the position are overwritten and slots are made from entries; what is missing or damaged is made again from
 * the log, while the store serves everything else.
 */
public final class IndexFollower implements KeptIndex {
    private static final Logger LOG = LoggerFactory.getLogger(IndexFollower.class);
    private static final Duration PERIOD = Duration.ofSeconds(1);
    private static final long NOTE_NANOS = Duration.ofSeconds(30).toNanos();
    /** Records without keys are looked at again after a crash, but not more than these. */
    private static final long NOTE_BYTES = 16L << 20;
    /** How long a query or the end of the store waits for the index to catch up; clients wait six seconds. */
    private static final long CATCH_UP_NANOS = Duration.ofSeconds(4).toNanos();
    /** Of the log, followed in one go: about two milliseconds. */
    private static final long STEP_BYTES = 4L << 20;

    private final Segments segments;
    private final Positions positions;
    private final IndexFiles files;
    private final LogFeed feed;
    private final IndexOpening opening;
    private final Path positionPath;
    private final Clock clock;
    private final Scheduler.Scheduled ticks;
    private final Worker worker;
    /** Held for one step over the log or to look up where a chain begins; fair, so that queries are not kept out. */
    private final ReentrantLock lock = new ReentrantLock(true);

    // Guarded by the lock.
    private boolean opened;
    private boolean failing;
    private long notedPosition;

    // Written under the lock, read by anyone.
    private volatile long next = -1; // log offset of the first record that was not looked at; -1: not opened yet
    private volatile boolean unnoted; // enough to note
    private volatile boolean held; // memory that an index at rest does not need
    private volatile long notedNanos;
    private volatile long notedTimestamp;

    /**
     * What is known of the files before they are looked at.
     *
     * @param clean whether the store was stopped properly the last time
     * @param notedTimestamp as it was then
     */
    public record Before(boolean clean, long notedTimestamp) {}

    /**
     * Begins to follow; the files are looked at later, on the follower's own thread.
     *
     * @param disk where the files are
     * @param root data folder
     */
    public IndexFollower(
            Disk disk,
            Path root,
            KeyIndexing shape,
            Segments segments,
            Positions positions,
            Before before,
            Clock clock,
            Scheduler scheduler) {
        this.segments = segments;
        this.positions = positions;
        this.clock = clock;
        Path folder = root.resolve("index");
        positionPath = root.resolve("apogee").resolve("index.position");
        files = new IndexFiles(disk, folder, positionPath, shape, clock);
        feed = new LogFeed(segments, files);
        var state = new IndexOpening.State(before.clean, segments.min(), positions.confirmed());
        opening = new IndexOpening(disk, folder, shape, state);
        notedTimestamp = before.notedTimestamp;
        notedNanos = clock.monotonicNanos();
        worker = new Worker("apogee-index", this::round);
        worker.start();
        ticks = scheduler.every(PERIOD, PERIOD, this::tick);
    }

    @Override
    public boolean isOn() {
        return true;
    }

    @Override
    public Reach find(String key, TimeRange range, LongPredicate more) {
        long logEnd = positions.confirmed();
        if (!worker.isClosed()) {
            catchUp(logEnd);
        }
        List<IndexFile> all;
        Reach reach;
        lock.lock();
        try {
            if (!opened || worker.isClosed()) {
                return new Reach(0, 0, segments.min(), logEnd);
            }
            all = files.all();
            IndexHeader last = all.isEmpty() ? IndexHeader.EMPTY : all.getLast().header();
            reach = new Reach(last.end(), last.endLog(), next, logEnd);
        } finally {
            lock.unlock();
        }
        try {
            search(all, IndexKey.hash(key), range, new Distinct(more));
        } catch (DamagedIndexException e) {
            makeAgain(e);
            return new Reach(0, 0, segments.min(), logEnd);
        } catch (IOException e) {
            throw new UncheckedIOException("the key index cannot be read: " + e.getMessage(), e);
        }
        return reach;
    }

    @Override
    public long notedTimestamp() {
        return notedTimestamp;
    }

    @Override
    public void deleteBefore(long logMin) throws IOException {
        lock.lock();
        try {
            open();
            files.deleteBefore(logMin, next);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() throws IOException {
        ticks.cancel();
        worker.close();
        catchUp(positions.confirmed());
        lock.lock();
        try (files) {
            if (opened && (next != notedPosition || files.isChanged())) {
                note();
            }
        } finally {
            lock.unlock();
        }
    }

    private void tick() {
        if (next != positions.confirmed() || isDue()) {
            worker.wake();
        }
    }

    /** Whether it is time to note how far the index is, or to give memory back. */
    private boolean isDue() {
        return (unnoted || held) && clock.monotonicNanos() - notedNanos >= NOTE_NANOS;
    }

    private void round() {
        long end = positions.confirmed();
        boolean more = true;
        while (more && !worker.isClosed()) {
            more = tryStep(end);
        }
        lock.lock();
        try {
            if (opened && isDue()) {
                if (unnoted) {
                    note();
                } else {
                    files.release();
                    held = false;
                }
            }
        } catch (IOException | RuntimeException e) {
            report(e);
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the index is up to {@code end}, doing the work itself. */
    private void catchUp(long end) {
        long begun = clock.monotonicNanos();
        boolean more = next < end;
        while (more) {
            more = tryStep(end) && clock.monotonicNanos() - begun < CATCH_UP_NANOS;
        }
    }

    /** Goes on towards {@code end}; returns whether there is more and it is worth trying. */
    private boolean tryStep(long end) {
        lock.lock();
        try {
            open();
            if (feed.position() < end) {
                feed.feed(end, STEP_BYTES);
                unnoted = files.isChanged() || feed.position() - notedPosition >= NOTE_BYTES;
                held = true;
            }
            failing = false;
            return feed.position() < end;
        } catch (IOException | RuntimeException e) {
            report(e);
            return false;
        } finally {
            next = opened ? feed.position() : next;
            lock.unlock();
        }
    }

    private void report(Exception e) {
        if (!failing) {
            failing = true;
            LOG.error("the key index cannot be written and is tried again: {}", e.getMessage(), e);
        }
    }

    private void open() throws IOException {
        if (opened) {
            return;
        }
        IndexOpening.Found found = opening.open(positionPath, feed::recordEnd);
        try {
            files.take(found);
            feed.moveTo(found.next());
        } catch (DamagedIndexException e) {
            LOG.warn("the key index is made again: {}", e.getMessage());
            files.clear();
            feed.moveTo(segments.min());
            notedTimestamp = 0;
        }
        opened = true;
        next = feed.position();
        notedPosition = found.noted() ? found.next() : -1;
        if (files.isChanged() && !found.noted() && !files.all().isEmpty()) {
            note(); // before anything behind the position is overwritten
        }
    }

    private void note() throws IOException {
        notedNanos = clock.monotonicNanos();
        files.note(next);
        notedPosition = next;
        List<IndexFile> all = files.all();
        if (!all.isEmpty()) {
            notedTimestamp = all.getLast().header().end();
        }
        unnoted = false;
    }

    private void makeAgain(DamagedIndexException cause) {
        lock.lock();
        try {
            LOG.warn("the key index is made again: {}", cause.getMessage());
            files.clear();
            feed.moveTo(segments.min());
            next = feed.position();
            notedTimestamp = 0;
            worker.wake();
        } catch (IOException e) {
            report(e);
        } finally {
            lock.unlock();
        }
    }

    private void search(List<IndexFile> all, int hash, TimeRange range, LongPredicate more) throws IOException {
        boolean goOn = true;
        for (int i = all.size() - 1; i >= 0 && goOn; i--) {
            IndexFile file = all.get(i);
            if (!file.header().isEmpty() && file.header().begin() <= range.to()) {
                goOn = file.header().end() >= range.from() && search(file, hash, range, more);
            }
        }
    }

    private boolean search(IndexFile file, int hash, TimeRange range, LongPredicate more) throws IOException {
        IndexFiles.Chain chain;
        lock.lock();
        try {
            chain = files.chain(file, hash);
        } finally {
            lock.unlock();
        }
        if (chain == null) {
            return true; // deleted meanwhile
        }
        try (chain) {
            return new ChainWalk(chain.file(), files.shape(), chain.header()).walk(chain.head(), hash, range, more);
        }
    }

    /** A record whose KEYS say the same twice has two entries, one behind the other. */
    private static final class Distinct implements LongPredicate {
        private final LongPredicate more;
        private long last = -1;

        Distinct(LongPredicate more) {
            this.more = more;
        }

        @Override
        public boolean test(long logOffset) {
            if (logOffset == last) {
                return true;
            }
            last = logOffset;
            return more.test(logOffset);
        }
    }
}
