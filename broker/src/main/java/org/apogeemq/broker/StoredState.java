package org.apogeemq.broker;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apogeemq.broker.apache.ApacheTables;
import org.apogeemq.broker.delay.DelayOffsets;
import org.apogeemq.broker.group.Groups;
import org.apogeemq.broker.mode.Modes;
import org.apogeemq.broker.offset.Offsets;
import org.apogeemq.broker.timer.ApacheTimers;
import org.apogeemq.broker.timer.TimerProgress;
import org.apogeemq.broker.topic.Topic;
import org.apogeemq.broker.topic.Topics;
import org.apogeemq.protocol.record.Names;
import org.apogeemq.store.Store;
import org.apogeemq.store.StoreException;
import org.apogeemq.store.compact.CompactedTopics;
import org.apogeemq.store.disk.Disk;
import org.apogeemq.store.queue.ConsumeQueue;
import org.apogeemq.store.view.View;
import org.apogeemq.time.Clock;
import org.apogeemq.time.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A broker's store and the tables that live in it, opened and closed together. It can be had without a broker. */
public final class StoredState implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StoredState.class);
    private static final Duration STOP_WAIT = Duration.ofSeconds(5);

    private final Topics topics;
    private final Groups groups;
    private final Offsets offsets;
    private final DelayOffsets delays;
    private final TimerProgress timers = new TimerProgress();
    private final Modes modes;
    private final Store store;
    private final ApacheTables settingsFiles;
    private final ApacheTimers apacheTimers;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean topicsKnown;

    /**
     * Opens the store and brings the tables up to date, also with what Apache's broker has changed.
     *
     * @param writer runs what writes offsets to the log, which may wait for the disk
     * @throws StoreException if the data folder cannot be used; nothing is damaged
     */
    public StoredState(BrokerConfig config, Disk disk, Clock clock, Scheduler scheduler, Executor writer) {
        topics = new Topics(config.topics(), clock, scheduler);
        groups = new Groups(config.groups(), clock);
        offsets = new Offsets(scheduler, writer);
        delays = new DelayOffsets();
        modes = new Modes(topics, groups);
        List<View> views = List.of(topics, groups, offsets, delays, timers, modes);
        store = Store.open(config.store(), disk, clock, scheduler, views, new Compacted());
        store.beforeExpiry(logOffset -> store.queues().get(Names.TIMER_TOPIC, 0) == null); // until timers say otherwise
        topics.opened(store);
        groups.opened(store);
        offsets.opened(store);
        var ours = new ApacheTables.Ours(topics, groups, offsets, delays);
        settingsFiles = new ApacheTables(disk, config.store().root(), ours, store, clock);
        apacheTimers = new ApacheTimers(disk, config.store().root());
        prepare();
        topicsKnown = true;
    }

    /** Nothing may be deleted before all compaction topics are known, also those that Apache's broker has made. */
    private final class Compacted implements CompactedTopics {
        @Override
        public boolean isKnown() {
            return topicsKnown;
        }

        @Override
        public boolean contains(String topic) {
            Topic found = topics.find(topic);
            return found != null && found.isCompacted();
        }
    }

    private void prepare() {
        try {
            settingsFiles.takeOver();
            apacheTimers.takeOver(store, timers);
            store.batchTopics(topics.batchTopics());
            if (store.isAfterCrash()) {
                setBackOffsets();
            }
        } catch (RuntimeException e) {
            try {
                store.close();
            } catch (StoreException closing) {
                e.addSuppressed(closing);
            }
            throw e;
        }
    }

    /** In the log before any new message: else a crash soon would bring the offsets back, in front of whose place. */
    private void setBackOffsets() {
        Map<Integer, Long> levels = delays.ahead(store);
        if (!levels.isEmpty()) {
            LOG.warn("delayed messages of the levels {} are gone with a crash", levels.keySet());
            await("writing the delay levels that were set back", delays.set(store, levels));
            store.flush();
        }
        int count = offsets.setBack(this::end);
        if (count > 0) {
            LOG.warn(
                    "{} committed offsets lay behind the ends of their queues, whose last messages are gone with a"
                            + " crash; they are set back to these ends",
                    count);
            await("writing the offsets that were set back", offsets.flush());
            store.flush();
        }
    }

    private long end(String topic, int queueId) {
        ConsumeQueue queue = store.queues().get(topic, queueId);
        return queue == null ? 0 : queue.maxOffset();
    }

    /** The topics. */
    public Topics topics() {
        return topics;
    }

    /** The consumer groups. */
    public Groups groups() {
        return groups;
    }

    /** How far the groups are. */
    public Offsets offsets() {
        return offsets;
    }

    /** How far the delay levels are. */
    public DelayOffsets delays() {
        return delays;
    }

    /** How far the delivery of timed messages is. */
    public TimerProgress timers() {
        return timers;
    }

    /** How groups get their messages. */
    public Modes modes() {
        return modes;
    }

    /** The log and its queues. */
    public Store store() {
        return store;
    }

    /**
     * Notes the progress of all groups, writes the settings files for Apache's broker and closes the store. Nobody
     * uses it any more.
     *
     * @throws StoreException if anything could not be written
     */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        await("writing the progress of the groups", offsets.stop());
        IOException failure = null;
        try {
            settingsFiles.write();
        } catch (IOException e) {
            failure = e;
        }
        store.close();
        if (failure != null) {
            throw new StoreException(
                    "the settings files for Apache's broker were not written: " + failure.getMessage(), failure);
        }
    }

    static void await(String what, CompletableFuture<?> done) {
        try {
            done.get(STOP_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException | ExecutionException e) {
            LOG.warn("{} did not succeed: {}", what, e.toString());
        }
    }
}
