package org.apogeemq.broker.timer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import org.apogeemq.protocol.record.Names;
import org.apogeemq.store.Store;
import org.apogeemq.store.StoreException;
import org.apogeemq.store.disk.Disk;
import org.apogeemq.store.disk.DiskFile;
import org.apogeemq.store.queue.ConsumeQueue;
import org.apogeemq.store.queue.QueueEntries;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where Apache's broker stopped delivering timed messages: its file {@code config/timercheck}, of which it counts up to
 * which slot of its wheel all was delivered, and up to which place of the queue messages were in the wheel. The wheel
 * itself is not needed: what waits is in the queue. A copy shows whether the file has changed since.
 */
public final class ApacheTimers {
    private static final Logger LOG = LoggerFactory.getLogger(ApacheTimers.class);
    /** Slot to be delivered next, position in the wheel's log, queue offset. */
    private static final int BYTES = 24;

    private static final String NAME = "timercheck";

    private final Disk disk;
    private final Path file;
    private final Path copy;

    /** @param root data folder */
    public ApacheTimers(Disk disk, Path root) {
        this.disk = disk;
        file = root.resolve("config").resolve(NAME);
        copy = root.resolve("apogee").resolve("config").resolve(NAME);
    }

    /**
     * Goes on from there, if Apache's broker was here since the last time; durable on return. Before anything is
     * delivered.
     *
     * @throws StoreException if the files cannot be read, or the log not be written
     */
    public void takeOver(Store store, TimerProgress noted) {
        try {
            byte[] theirs = read(file);
            if (theirs.length < BYTES || Arrays.equals(theirs, read(copy))) {
                return;
            }
            ByteBuffer check = ByteBuffer.wrap(theirs);
            Progress now = noted.now();
            Progress then = later(now, check.getLong(0), below(store, check.getLong(16)));
            if (!then.equals(now)) {
                store.append(noted, then.bytes()).join();
                store.flush();
                LOG.info(
                        "timed messages go on where Apache's broker stopped: what was due at {} was delivered",
                        check.getLong(0));
            }
            remember(theirs);
        } catch (IOException e) {
            throw new StoreException("how far timed messages are cannot be taken over from " + file, e);
        }
    }

    /** What is in a slot is delivered when the next one begins; deliveries only go forward. */
    private static Progress later(Progress now, long nextSlot, long below) {
        long key = DueTime.key(nextSlot, false);
        return nextSlot <= 0 || key <= now.key() ? now : now.to(key, Long.MAX_VALUE, Math.max(now.below(), below));
    }

    /** The log offset before which lie the messages before a place of the queue. */
    private static long below(Store store, long queueOffset) {
        ConsumeQueue queue = store.queues().get(Names.TIMER_TOPIC, 0);
        QueueEntries entry = new QueueEntries(1);
        boolean before = queue != null
                && queueOffset < queue.maxOffset()
                && queue.read(Math.max(queueOffset, queue.minOffset()), 1, entry) == 1;
        return before ? entry.logOffset(0) : store.log().maxOffset();
    }

    private void remember(byte[] theirs) throws IOException {
        disk.createFolders(copy.getParent());
        Path aside = copy.resolveSibling(NAME + ".new");
        disk.delete(aside);
        try (DiskFile open = disk.open(aside)) {
            open.write(ByteBuffer.wrap(theirs), 0);
            open.force();
        }
        disk.rename(aside, copy);
        disk.forceFolder(copy.getParent());
    }

    private byte[] read(Path path) throws IOException {
        if (!disk.exists(path)) {
            return new byte[0];
        }
        try (DiskFile open = disk.openForReading(path)) {
            ByteBuffer bytes = ByteBuffer.allocate(BYTES);
            int read = open.read(bytes, 0);
            return Arrays.copyOf(bytes.array(), read);
        }
    }
}
