package org.apogeemq.broker.offset;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiPredicate;
import org.apogeemq.broker.face.RefusedException;
import org.apogeemq.protocol.command.ResponseCodes;
import org.apogeemq.store.Store;
import org.apogeemq.store.view.View;
import org.apogeemq.time.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The offsets of all groups: the next message each wants of each queue.
 *
 * <p>A commit counts at once and is in the log a second later at most; a crash sets a group back by that second.
 * Thread-safe. Committing and querying take no lock but the one of the (group, topic) pair and never wait.
 */
public final class Offsets implements View {
    /** What {@link #query} says when nothing was committed. */
    public static final long NONE = QueueOffsets.NONE;

    /** Queue ids are below this. */
    public static final int QUEUES_MAX = 65_536;

    private static final Logger LOG = LoggerFactory.getLogger(Offsets.class);
    private static final Duration DELAY = Duration.ofSeconds(1);

    private final Scheduler scheduler;
    private final Executor writer;
    private final Pairs pairs = new Pairs();
    private final PendingResets resets = new PendingResets();
    private final Queue<QueueOffsets> dirty = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    // Keeps what is written in the order in which it was true. Never taken by commits and queries.
    private final ReentrantLock writing = new ReentrantLock();

    // Null until the store is open; before that, records are replayed.
    private volatile Store store;
    private volatile boolean stopped;

    /** @param writer runs what writes to the log, which may wait for the disk */
    public Offsets(Scheduler scheduler, Executor writer) {
        this.scheduler = scheduler;
        this.writer = writer;
    }

    /** From now on commits go to the log. Records are not applied any more: what is in memory is newer. */
    public void opened(Store openStore) {
        resets.allWritten();
        this.store = openStore;
    }

    /**
     * Sets how far {@code group} is in a queue: {@code offset} is the next message it wants. May go back.
     *
     * @return false if it does not count, as the group was told to go on elsewhere and its client does not know yet
     * @throws RefusedException if queue id or offset are out of range
     */
    // hot
    public boolean commit(String group, String topic, int queueId, long offset) {
        check(queueId, offset);
        if (!resets.isEmpty() && isOutdated(group, topic, queueId, offset)) {
            return false;
        }
        set(group, topic, queueId, offset);
        long moved = resets.isEmpty() ? NONE : resets.target(group, topic, queueId);
        if (moved != NONE && moved != offset) { // both came at once
            set(group, topic, queueId, moved);
            return false;
        }
        return true;
    }

    private boolean isOutdated(String group, String topic, int queueId, long offset) {
        long target = resets.target(group, topic, queueId);
        if (target == offset) {
            resets.known(group, topic, queueId);
        }
        return target != NONE && target != offset;
    }

    private static void check(int queueId, long offset) {
        if (queueId < 0 || queueId >= QUEUES_MAX) {
            throw new RefusedException(
                    ResponseCodes.INVALID_PARAMETER, "queueId is " + queueId + ", must be in 0.." + (QUEUES_MAX - 1));
        }
        if (offset < 0) {
            throw new RefusedException(
                    ResponseCodes.INVALID_PARAMETER, "commitOffset is " + offset + ", must be 0 or more");
        }
    }

    /** As {@link #commit}, by someone who knows that the group is there: if it was moved, it has followed. */
    public void settle(String group, String topic, int queueId, long offset) {
        check(queueId, offset);
        resets.end(group, topic, queueId);
        set(group, topic, queueId, offset);
    }

    private void set(String group, String topic, int queueId, long offset) {
        QueueOffsets pair = pairs.obtain(group, topic);
        if (pair.set(queueId, offset)) {
            changed(pair);
        }
    }

    /**
     * Moves a group by order of an administrator. Counts at once; clients that are at work in these queues are sent
     * there by {@link #redirect}, and what they commit until then does not count, nor after a crash. Completes when it
     * is in the log.
     *
     * @param targets offsets by queue id
     * @throws RefusedException if a queue id or offset is out of range; nothing is changed then
     */
    public CompletableFuture<Void> move(String group, String topic, Map<Integer, Long> targets) {
        targets.forEach(Offsets::check);
        targets.forEach((queueId, offset) -> {
            resets.put(group, topic, queueId, offset); // first: from now on no commit gets past it
            set(group, topic, queueId, offset);
        });
        return flush();
    }

    /**
     * Where a pull of {@code group} at {@code offset} has to go on instead, or {@link #NONE}: the group was moved and
     * the client does not know yet. The first pull after the move is sent there even from the very offset, so that
     * the client drops what it has fetched before.
     */
    // hot
    public long redirect(String group, String topic, int queueId, long offset) {
        if (resets.isEmpty()) {
            return NONE;
        }
        long target = resets.redirect(group, topic, queueId, offset);
        if (target == NONE && resets.isUnwritten()) {
            schedule();
        }
        return target;
    }

    /** Whether a group was moved in this queue and no client of it has taken notice yet. */
    public boolean isMoveUnknown(String group, String topic, int queueId) {
        return !resets.isEmpty() && resets.isUnknown(group, topic, queueId);
    }

    /** As {@link #query}, for a client that is about to go on from there. */
    public long queryToGoOn(String group, String topic, int queueId) {
        long moved = resets.isEmpty() ? NONE : resets.target(group, topic, queueId);
        if (moved == NONE) {
            return query(group, topic, queueId);
        }
        resets.known(group, topic, queueId);
        return moved;
    }

    /** The next message {@code group} wants of a queue, or {@link #NONE}. */
    // hot
    public long query(String group, String topic, int queueId) {
        QueueOffsets pair = pairs.find(group, topic);
        return pair == null ? NONE : pair.get(queueId);
    }

    /** The topics in which {@code group} has committed. */
    public Set<String> topicsOf(String group) {
        return pairs.topicsOf(group);
    }

    /** The groups that have committed in {@code topic}. */
    public Set<String> groupsOf(String topic) {
        return pairs.groupsOf(topic);
    }

    /** Drops all offsets in a topic that is gone. Completes when that is in the log. */
    public CompletableFuture<Void> forgetTopic(String topic) {
        return forget((group, of) -> of.equals(topic));
    }

    /** Drops all offsets of a group that is gone. Completes when that is in the log. */
    public CompletableFuture<Void> forgetGroup(String group) {
        return forget((of, topic) -> of.equals(group));
    }

    /** Drops the offsets of one group in one topic. Completes when that is in the log. */
    public CompletableFuture<Void> forget(String group, String topic) {
        return forget((ofGroup, ofTopic) -> ofGroup.equals(group) && ofTopic.equals(topic));
    }

    /** Writes to the log what is not there yet. Completes when it is there; fails if the log did not take it. */
    public CompletableFuture<Void> flush() {
        writing.lock();
        try {
            scheduled.set(false);
            Set<PendingResets.Place> moves = resets.takeUnwritten();
            List<byte[]> records = OffsetRecords.moves(moves, resets);
            // With its offset: read again, it may have counted as progress from before the move.
            moves.forEach(place -> changed(pairs.obtain(place.group(), place.topic())));
            List<QueueOffsets> changed = new ArrayList<>();
            for (QueueOffsets pair = dirty.poll(); pair != null; pair = dirty.poll()) {
                pair.dirty.set(false); // before its offsets are read, so that a later commit queues it again
                if (pairs.contains(pair)) {
                    changed.add(pair);
                }
            }
            records.addAll(OffsetRecords.changes(changed));
            return append(records).whenComplete((done, failure) -> {
                if (failure != null) {
                    resets.unwritten(moves);
                    LOG.warn(
                            "{} groups' offsets could not be written and will be tried again", changed.size(), failure);
                    changed.forEach(this::changed);
                }
            });
        } finally {
            writing.unlock();
        }
    }

    /** Writes for the last time: what is committed later is not written any more. Completes as {@link #flush}. */
    public CompletableFuture<Void> stop() {
        stopped = true;
        return flush();
    }

    /** Where queues end. */
    public interface QueueEnds {
        /** The offset behind the last message. */
        long of(String topic, int queueId);
    }

    /**
     * Sets back what lies behind the end of its queue, to that end: a power cut took messages that groups had, and the
     * next ones to come get their places. Written to the log by the next {@link #flush}.
     *
     * @return how many offsets
     */
    public int setBack(QueueEnds ends) {
        int count = 0;
        for (QueueOffsets pair : pairs.all()) {
            long[] offsets = pair.copy();
            for (int queueId = 0; queueId < offsets.length; queueId++) {
                long end = offsets[queueId] == NONE ? NONE : ends.of(pair.topic, queueId);
                if (offsets[queueId] > end) {
                    if (resets.target(pair.group, pair.topic, queueId) != NONE) {
                        resets.put(pair.group, pair.topic, queueId, end);
                    }
                    pair.set(queueId, end);
                    changed(pair);
                    count++;
                }
            }
        }
        return count;
    }

    /** All offsets, in the shape of {@code consumerOffset.json}. */
    public byte[] table() {
        return OffsetRecords.table(pairs.all());
    }

    @Override
    public String id() {
        return "offsets";
    }

    @Override
    public void apply(byte[] change) {
        if (store == null) {
            read(change);
        }
    }

    @Override
    public byte[] snapshot() {
        return OffsetRecords.snapshot(resets.table(), pairs.all());
    }

    @Override
    public void restore(byte[] snapshot) {
        pairs.clear();
        resets.forget((group, topic) -> true);
        read(snapshot);
    }

    private void read(byte[] text) {
        OffsetRecords.read(text, new OffsetRecords.Reader() {
            @Override
            public void move(String group, String topic, int queueId, long target) {
                if (target == NONE) {
                    resets.end(group, topic, queueId);
                } else {
                    resets.put(group, topic, queueId, target);
                    pairs.obtain(group, topic).set(queueId, target);
                }
            }

            @Override
            public void offset(String group, String topic, int queueId, long offset) {
                long moved = resets.target(group, topic, queueId);
                if (moved == NONE || moved == offset) {
                    pairs.obtain(group, topic).set(queueId, offset);
                }
            }

            @Override
            public void forgotten(String group, String topic) {
                resets.forget((ofGroup, ofTopic) -> ofGroup.equals(group) && ofTopic.equals(topic));
                pairs.remove(group, topic);
            }
        });
    }

    /** The offsets of a group in a topic by queue id; empty if there are none. */
    public Map<Integer, Long> of(String group, String topic) {
        QueueOffsets pair = pairs.find(group, topic);
        return pair == null ? Map.of() : OffsetRecords.byQueue(pair);
    }

    private CompletableFuture<Void> forget(BiPredicate<String, String> gone) {
        writing.lock();
        try {
            resets.forget(gone);
            List<QueueOffsets> leaving = pairs.all().stream()
                    .filter(pair -> gone.test(pair.group, pair.topic))
                    .toList();
            leaving.forEach(pair -> pairs.remove(pair.group, pair.topic));
            return leaving.isEmpty()
                    ? CompletableFuture.completedFuture(null)
                    : append(List.of(OffsetRecords.forgotten(leaving)));
        } finally {
            writing.unlock();
        }
    }

    private void changed(QueueOffsets pair) {
        if (!pair.dirty.get() && pair.dirty.compareAndSet(false, true)) {
            dirty.add(pair);
            schedule();
        }
    }

    private void schedule() {
        if (!scheduled.get() && scheduled.compareAndSet(false, true)) {
            scheduler.after(DELAY, this::flushLater);
        }
    }

    private void flushLater() {
        if (!stopped) {
            writer.execute(this::flush);
        }
    }

    private CompletableFuture<Void> append(List<byte[]> records) {
        Store openStore = store;
        if (openStore == null) {
            return CompletableFuture.completedFuture(null); // nothing was ever promised: no client is served yet
        }
        return CompletableFuture.allOf(
                records.stream().map(record -> openStore.append(this, record)).toArray(CompletableFuture<?>[]::new));
    }
}
