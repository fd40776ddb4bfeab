package org.apogeemq.broker.metrics;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.apogeemq.store.disk.Disk;
import org.apogeemq.store.disk.DiskUsage;

/** How full the disk is that a folder lies on, in bytes. */
public record DiskSpace(long totalBytes, long usableBytes) {
    private static final DiskSpace UNKNOWN = new DiskSpace(0, 0);

    /** Asks the disk; all 0 if it does not say. */
    public static DiskSpace of(Disk disk, Path folder) {
        try {
            DiskUsage usage = disk.usage(folder);
            return new DiskSpace(usage.usedBytes() + usage.usableBytes(), usage.usableBytes());
        } catch (IOException e) {
            return UNKNOWN; // a figure for people to look at; what needs the disk finds out itself
        }
    }

    /** What is used, 0 to 1. */
    double usedRatio() {
        return totalBytes == 0 ? 0 : 1 - (double) usableBytes / totalBytes;
    }

    /** {@code Total : 1.0 TiB, Free : 0.5 TiB.} */
    String text() {
        return "Total : " + size(totalBytes) + ", Free : " + size(usableBytes) + ".";
    }

    /** Bytes for people: {@code 0 B}, {@code 1.5 GiB}. */
    static String size(long bytes) {
        if (bytes < 1024) {
            return bytes + " B";
        }
        String[] units = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
        double value = bytes / 1024.0;
        int unit = 0;
        while (value >= 1024) {
            value /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %s", value, units[unit]);
    }
}
