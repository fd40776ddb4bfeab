package org.apogeemq.store.retention;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apogeemq.store.disk.Disk;
import org.apogeemq.store.disk.DiskUsage;
import org.apogeemq.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the log within its limits of age, size and disk usage, in rounds: see {@link Retention}. The oldest segment
 * goes first. Above the last level of usage messages are refused until there is room again.
 *
 * <p>Rounds are for one thread; the rest is for any.
 */
public final class SpaceKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(SpaceKeeper.class);
    /** As long as this a deletion asked for by an administrator goes on: what expires meanwhile goes too. */
    private static final int ASKED_ROUNDS = 20;

    private final LogFront front;
    private final Disk disk;
    private final List<Path> folders;
    private final Clock clock;
    private final ZoneId zone;
    private final AtomicInteger askedRounds = new AtomicInteger();

    // Replaced by anyone.
    private volatile Retention retention;

    // Written by the rounds, read by anyone.
    private volatile double usedRatio;
    private volatile boolean full;

    // Confined to the rounds.
    private int percent;

    /**
     * @param folders whose disks are looked at; the fullest counts
     * @param zone where the hours of the day are those meant by the settings
     */
    public SpaceKeeper(Retention retention, LogFront front, Disk disk, List<Path> folders, Clock clock, ZoneId zone) {
        this.retention = retention;
        this.front = front;
        this.disk = disk;
        this.folders = List.copyOf(folders);
        this.clock = clock;
        this.zone = zone;
    }

    /** How full the disk was when it was looked at last, 0 to 1; 0 before the first round. */
    public double usedRatio() {
        return usedRatio;
    }

    /** Whether messages are refused because the disk is too full. */
    public boolean isFull() {
        return full;
    }

    /** Keeps the log within other limits from now on; how often they are looked at stays as it is. */
    public void change(Retention changed) {
        retention = changed;
    }

    /** Has what is old enough deleted with the next rounds, whatever the hour. */
    public void ask() {
        askedRounds.set(ASKED_ROUNDS);
    }

    /**
     * Looks at the disk and deletes what is to go, a bounded number of segments.
     *
     * @throws IOException if the disk failed; the next round goes on with it
     */
    public void round() throws IOException {
        look(); // whatever fails later: messages must not be taken when there is no room
        boolean going = front.finish();
        int deleted = 0;
        for (String reason = reason(); going && reason != null && deleted < retention.batchMax(); reason = reason()) {
            going = front.removeFirst();
            if (going) {
                deleted++;
                LOG.info("the oldest segment of the log was deleted: {}", reason);
                look();
            }
        }
        askedRounds.updateAndGet(rounds -> Math.max(0, rounds - 1));
    }

    /** Why the first segment is to go, in words; {@code null} if it may stay. */
    private String reason() throws IOException {
        Retention.Usage usage = retention.usage();
        if (front.removable() == 0) {
            return null;
        }
        if (retention.bytesMax() > 0 && front.bytes() > retention.bytesMax()) {
            return "the log has " + front.bytes() + " bytes, maxStoreSize is " + retention.bytesMax();
        }
        if (usage.forced() && percent > Math.min(usage.force(), usage.refuse())) {
            return "the disk is " + percent + " % full, diskSpaceCleanForciblyRatio is " + usage.force();
        }
        boolean now = percent > usage.clean() || askedRounds.get() > 0 || isHour();
        if (now && isExpired()) {
            return "its messages are older than fileReservedTime, "
                    + retention.reserved().toHours() + " h";
        }
        return null;
    }

    private boolean isExpired() throws IOException {
        long stored = front.firstStoredMillis();
        return stored < clock.wallMillis() - retention.reserved().toMillis();
    }

    private boolean isHour() {
        int hour = Instant.ofEpochMilli(clock.wallMillis()).atZone(zone).getHour();
        return retention.deleteHours().contains(hour);
    }

    private void look() throws IOException {
        DiskUsage fullest = new DiskUsage(0, 0);
        for (Path folder : folders) {
            DiskUsage usage = disk.usage(folder);
            fullest = usage.ratio() > fullest.ratio() ? usage : fullest;
        }
        usedRatio = fullest.ratio();
        percent = fullest.percent();
        Retention.Usage levels = retention.usage();
        if (!full && percent > levels.refuse()) {
            LOG.error(
                    "the disk is {} % full, diskSpaceWarningLevelRatio is {}: messages are refused until it is {} or"
                            + " less",
                    percent, levels.refuse(), levels.force());
            refuse(true);
        } else if (full && percent <= Math.min(levels.force(), levels.refuse())) {
            LOG.info("the disk is {} % full: messages are taken again", percent);
            refuse(false);
        }
    }

    private void refuse(boolean refused) {
        full = refused;
        front.refuse(refused);
    }
}
