package org.apogeemq.store.open;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What opening a store found damaged and what it cost. Of each kind the first {@value #KEPT_MAX} are kept and logged,
 * all are counted. Confined to the opening thread, then read only.
 */
public final class DamageReport {
    /** Of each kind so many are kept. */
    public static final int KEPT_MAX = 1000;

    private static final Logger LOG = LoggerFactory.getLogger(DamageReport.class);
    private static final int LOGGED_MAX = 50;

    private final List<DamagedRange> ranges = new ArrayList<>();
    private final List<LostMessages> lost = new ArrayList<>();
    private final List<Path> setAside = new ArrayList<>();
    private long rangeCount;
    private long damagedBytes;
    private long lostCount;

    /**
     * Messages of which nothing is left but their place in the queue, which readers pass over.
     *
     * @param from first queue offset
     * @param to queue offset behind the last
     */
    public record LostMessages(String topic, int queueId, long from, long to) {
        /** Checks the range. */
        public LostMessages {
            if (from < 0 || to <= from) {
                throw new IllegalArgumentException("lost messages are " + from + ".." + to);
            }
        }
    }

    /** Damaged parts of the log, in the order of the log; the first ones if there are many. */
    public List<DamagedRange> ranges() {
        return List.copyOf(ranges);
    }

    /** Messages that are known to be lost; the first ones if there are many. */
    public List<LostMessages> lost() {
        return List.copyOf(lost);
    }

    /** Where files were moved that lay behind the end of the log and held something. */
    public List<Path> setAside() {
        return List.copyOf(setAside);
    }

    /** How many damaged parts there were. */
    public long rangeCount() {
        return rangeCount;
    }

    /** How many messages are known to be lost. */
    public long lostCount() {
        return lostCount;
    }

    /** Whether nothing was damaged, lost or set aside. */
    public boolean isEmpty() {
        return rangeCount == 0 && lostCount == 0 && setAside.isEmpty();
    }

    void damaged(DamagedRange range) {
        rangeCount++;
        damagedBytes += range.to() - range.from();
        if (ranges.size() < KEPT_MAX) {
            ranges.add(range);
        }
        if (rangeCount <= LOGGED_MAX) {
            LOG.warn("damage in the log: {}", range);
        }
    }

    void lost(LostMessages messages) {
        lostCount += messages.to() - messages.from();
        if (lost.size() < KEPT_MAX) {
            lost.add(messages);
        }
        if (lost.size() <= LOGGED_MAX) {
            LOG.warn(
                    "messages {}..{} of queue {}/{} are lost in damage; readers pass over them",
                    messages.from(),
                    messages.to() - 1,
                    messages.topic(),
                    messages.queueId());
        }
    }

    /** What was lost is found again when the queues are made once more. */
    void forgetLost() {
        lost.clear();
        lostCount = 0;
    }

    void setAside(Path file) {
        setAside.add(file);
        LOG.warn("a file behind the end of the log holds something and is set aside as {}", file);
    }

    /** Says how much it was, where it was too much to say all. */
    void logSum() {
        if (rangeCount > LOGGED_MAX || lostCount > 0) {
            LOG.warn(
                    "damage in the log: {} ranges, {} bytes in all; {} messages lost",
                    rangeCount,
                    damagedBytes,
                    lostCount);
        }
    }
}
