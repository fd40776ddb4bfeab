package org.apogeemq.store.disk;

/**
 * How full a file system is.
 *
 * @param usedBytes what is taken, 0 or more
 * @param usableBytes what this process may still take, 0 or more
 */
public record DiskUsage(long usedBytes, long usableBytes) {
    /** Checks both. */
    public DiskUsage {
        if (usedBytes < 0 || usableBytes < 0) {
            throw new IllegalArgumentException(
                    "usage is " + usedBytes + " used and " + usableBytes + " usable bytes, must be 0 or more");
        }
    }

    /** What is used of what there is, 0 to 1. */
    public double ratio() {
        double all = (double) usedBytes + usableBytes;
        return all == 0 ? 0 : usedBytes / all;
    }

    /** The same in percent, rounded up, as {@code df} shows it. */
    public int percent() {
        return (int) Math.ceil(ratio() * 100);
    }
}
