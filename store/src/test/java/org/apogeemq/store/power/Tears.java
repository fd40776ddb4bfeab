package org.apogeemq.store.power;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.apogeemq.protocol.record.RecordFormat;
import org.apogeemq.store.disk.FaultyDisk;

/** At which bytes of the log it is worth to tear a write: around the boundaries of records, and within some. */
final class Tears {
    private final TreeSet<Long> boundaries = new TreeSet<>();

    /** Learns where records lie on a disk. */
    void learn(FaultyDisk disk, Path commitLog) {
        for (String name : disk.list(commitLog)) {
            ByteBuffer segment = ByteBuffer.wrap(disk.bytes(commitLog.resolve(name)));
            long base = Long.parseLong(name);
            int at = 0;
            while (at + RecordFormat.BLANK_BYTES <= segment.capacity() && RecordFormat.totalSize(segment, at) > 0) {
                boundaries.add(base + at);
                at += RecordFormat.totalSize(segment, at);
            }
            boundaries.add(base + at);
        }
    }

    /** How many boundaries there are. */
    int count() {
        return boundaries.size();
    }

    /**
     * Places in {@code bytes} bytes of a log file, from {@code at} on: as counts of bytes that are there.
     *
     * @param step within records, every so many bytes
     */
    List<Integer> in(Path file, long at, int bytes, int step) {
        long from = Long.parseLong(file.getFileName().toString()) + at;
        TreeSet<Integer> places = new TreeSet<>();
        for (long boundary : boundaries.subSet(from - 1, from + bytes + 2)) {
            for (long place = boundary - 1; place <= boundary + 1; place++) {
                places.add((int) (place - from));
            }
        }
        for (int place = (int) (from % step); place < bytes; place += step) {
            places.add(place);
        }
        return new ArrayList<>(places.subSet(0, bytes + 1));
    }
}
