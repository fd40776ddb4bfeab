package org.apogeemq.broker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apogeemq.broker.group.Groups;
import org.apogeemq.broker.offset.Offsets;
import org.apogeemq.broker.topic.Topics;
import org.apogeemq.store.Store;
import org.apogeemq.store.disk.Disk;
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
    private final Store store;

    /**
     * Opens the store and brings the tables up to date.
     *
     * @param writer runs what writes offsets to the log, which may wait for the disk
     * @throws org.apogeemq.store.StoreException if the data folder cannot be used; nothing is damaged
     */
    public StoredState(BrokerConfig config, Disk disk, Clock clock, Scheduler scheduler, Executor writer) {
        topics = new Topics(config.topics(), clock, scheduler);
        groups = new Groups(config.groups(), clock);
        offsets = new Offsets(scheduler, writer);
        store = Store.open(config.store(), disk, clock, scheduler, List.of(topics, groups, offsets));
        topics.opened(store);
        groups.opened(store);
        offsets.opened(store);
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

    /** The log and its queues. */
    public Store store() {
        return store;
    }

    /**
     * Notes the progress of all groups and closes the store. Nobody uses it any more.
     *
     * @throws org.apogeemq.store.StoreException if anything could not be written
     */
    @Override
    public void close() {
        await("writing the progress of the groups", offsets.stop());
        store.close();
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
