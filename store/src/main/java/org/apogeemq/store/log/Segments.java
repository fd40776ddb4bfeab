package org.apogeemq.store.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import org.apogeemq.store.disk.Disk;
import org.apogeemq.store.disk.OffsetName;
import org.apogeemq.store.trust.LogBytes;

/**
 * The files of the log, one behind the other without a gap; the last is written. Each is named by the log offset at
 * which it begins, in 20 digits, and has its full length from the beginning.
 */
public final class Segments implements LogBytes {
    private final Disk disk;
    private final Path folder;
    private final int segmentBytes;
    private final long origin; // where some segment began once: all begin at a multiple of their length from it
    private final List<Missing> missing;

    // Replaced by the log's owner, read by anyone. Never empty.
    private volatile Segment[] segments;
    // Held while a file is made, so that it is not made twice: who waits would have to make it otherwise.
    private final Object growth = new Object();
    // The one behind the last, made by the background thread and taken by the owner; guarded by growth.
    private Segment ahead;
    // Taken out of the log and not deleted yet, oldest first; guarded by itself.
    private final ArrayDeque<Segment> dropped = new ArrayDeque<>();

    private Segments(Disk disk, Path folder, int segmentBytes, Segment[] segments, List<Missing> missing) {
        this.disk = disk;
        this.folder = folder;
        this.segmentBytes = segmentBytes;
        this.segments = segments;
        origin = segments[0].base();
        this.missing = missing;
    }

    /**
     * Finds the segments in a folder, or makes the first one.
     *
     * @throws IOException if they do not follow one another or have another length, with a message that says so
     */
    public static Segments open(Disk disk, Path folder, int segmentBytes) throws IOException {
        SegmentFiles files = new SegmentFiles(disk, folder, segmentBytes);
        List<Segment> found = files.find();
        if (found.isEmpty()) {
            found.add(make(disk, folder, 0, segmentBytes));
        }
        disk.forceFolder(folder); // a process that was killed may have made files and not got this far
        return new Segments(disk, folder, segmentBytes, found.toArray(Segment[]::new), files.missing());
    }

    @Override
    public int segmentBytes() {
        return segmentBytes;
    }

    /** First log offset. */
    public long min() {
        return segments[0].base();
    }

    /** How many there are, the one that is written included. */
    public int count() {
        return segments.length;
    }

    /** Where the log would begin if the first segment were gone. */
    public long secondBase() {
        return segments[0].end();
    }

    /** When the file of the first segment was written last, in ms; {@code Long.MAX_VALUE} if that is not known. */
    public long firstModifiedMillis() throws IOException {
        return disk.modifiedMillis(segments[0].path());
    }

    @Override
    public long end() {
        Segment[] all = segments;
        return all[all.length - 1].end();
    }

    /**
     * The whole segment that holds a log offset in {@code [min, end)}, for absolute reading at {@link #at}. While
     * segments may be deleted use {@link #read}.
     */
    // hot
    @Override
    public ByteBuffer view(long logOffset) {
        return segment(logOffset).view();
    }

    /** A segment being read: it is not deleted before {@link #close}, which the same thread calls. */
    public static final class Reading implements AutoCloseable {
        private final Segment segment;

        private Reading(Segment segment) {
            this.segment = segment;
        }

        /** The whole segment, for absolute reading at {@link Segments#at}. */
        public ByteBuffer bytes() {
            return segment.view();
        }

        /** The log offset behind it. */
        public long end() {
            return segment.end();
        }

        @Override
        public void close() {
            segment.exit();
        }
    }

    /** Begins to read the segment that holds {@code logOffset}; {@code null} if that is no longer there. Any thread. */
    public Reading read(long logOffset) {
        Segment segment = find(logOffset);
        return segment != null && segment.enter() ? new Reading(segment) : null;
    }

    /** Where in its segment a log offset lies, also if that segment is gone. */
    // hot
    @Override
    public int at(long logOffset) {
        return (int) ((logOffset - origin) % segmentBytes);
    }

    /** In which file a log offset lies and where there, for messages to people. */
    String place(long logOffset) {
        for (Segment segment : segments) {
            if (logOffset >= segment.base() && logOffset < segment.end()) {
                return "log offset %d, file %s, position %d"
                        .formatted(logOffset, segment.path(), logOffset - segment.base());
            }
        }
        return "log offset %d, where the log has no file".formatted(logOffset);
    }

    /** The file that holds a log offset. */
    public Path path(long logOffset) {
        return segment(logOffset).path();
    }

    /** Makes zeros of all that lies behind {@code logOffset} in its segment, durably. Opening thread. */
    public void cut(long logOffset) throws IOException {
        if (logOffset < end()) {
            segment(logOffset).cut(logOffset);
            segment(logOffset).file().force();
        }
    }

    /** Takes out the last segment, closed; its file stays. Opening thread. */
    public Path removeLast() throws IOException {
        Segment[] all = segments;
        Segment last = all[all.length - 1];
        last.close();
        segments = Arrays.copyOf(all, all.length - 1);
        return last.path();
    }

    /** Writes over what lies at {@code logOffset}; all of it belongs to one segment. Opening thread. */
    public void overwrite(long logOffset, ByteBuffer bytes) throws IOException {
        segment(logOffset).file().write(bytes, at(logOffset));
    }

    @Override
    public void readAhead(long logOffset, int bytes) throws IOException {
        segment(logOffset).readAhead(at(logOffset), bytes);
    }

    @Override
    public long nextData(long logOffset) throws IOException {
        Segment segment = segment(logOffset);
        return segment.base() + segment.file().nextData(at(logOffset));
    }

    /** Parts of the log that were missing at the end of a file, and are zeros now. */
    public List<Missing> missing() {
        return missing;
    }

    /** The log offsets {@code [from, to)}. */
    public record Missing(long from, long to) {}

    /** Adds the next segment, if there is none behind {@code logOffset}. Log's owner. */
    public void ensureBehind(long logOffset) throws IOException {
        if (logOffset == end()) {
            advance();
        }
    }

    /** Makes the next segment ahead of its time. Background thread. */
    public void prepare() throws IOException {
        synchronized (growth) {
            if (ahead == null) {
                ahead = make(disk, folder, end(), segmentBytes);
            }
        }
    }

    /** Makes {@code [from, to)} durable; files that are full and durable are closed for writing. */
    public void force(long from, long to) throws IOException {
        for (Segment segment : segments) {
            if (segment.end() > from && segment.base() < to) {
                segment.file().force();
                if (segment.end() <= to) {
                    segment.closeFile();
                }
            }
        }
    }

    /**
     * Deletes the files of segments that were dropped. Each is gone for good before the next one is deleted, so that
     * no power cut can leave a hole in the log. Background thread.
     *
     * @return false if somebody still reads one; it and those behind it stay until the next call
     * @throws IOException if the disk failed; the same
     */
    public boolean deleteDropped() throws IOException {
        for (Segment segment = firstDropped(); segment != null; segment = firstDropped()) {
            if (!segment.tryClose()) {
                return false;
            }
            disk.delete(segment.path());
            disk.forceFolder(folder);
            synchronized (dropped) {
                dropped.removeFirst();
            }
        }
        return true;
    }

    private Segment firstDropped() {
        synchronized (dropped) {
            return dropped.peekFirst();
        }
    }

    /** Closes all files; the one made ahead is deleted. */
    public void close() throws IOException {
        synchronized (dropped) {
            for (Segment segment : dropped) {
                segment.close();
            }
        }
        synchronized (growth) {
            if (ahead != null) {
                ahead.close();
                disk.delete(ahead.path());
                ahead = null;
            }
        }
        for (Segment segment : segments) {
            segment.close();
        }
    }

    // For the log's owner.

    /** Appends a segment: the one made ahead, or else a new one. */
    Segment advance() throws IOException {
        synchronized (growth) {
            Segment next = ahead != null ? ahead : make(disk, folder, end(), segmentBytes);
            ahead = null;
            Segment[] all = segments;
            Segment[] more = Arrays.copyOf(all, all.length + 1);
            more[all.length] = next;
            segments = more;
            return next;
        }
    }

    /**
     * Takes the first segment out of the log: nobody finds it from now on. Its file goes with {@link #deleteDropped}.
     * Not the only one.
     */
    public void dropFirst() {
        Segment[] all = segments;
        assert all.length > 1 : "the segment that is written stays";
        synchronized (dropped) {
            dropped.addLast(all[0]);
        }
        segments = Arrays.copyOfRange(all, 1, all.length);
    }

    /** The segment that holds {@code logOffset}, or {@code null} if that is gone or was never there. Any thread. */
    // hot
    Segment find(long logOffset) {
        Segment[] all = segments;
        long distance = logOffset - all[0].base();
        return distance < 0 || distance >= (long) all.length * segmentBytes
                ? null
                : all[(int) (distance / segmentBytes)];
    }

    // hot
    Segment segment(long logOffset) {
        Segment[] all = segments;
        return all[(int) ((logOffset - all[0].base()) / segmentBytes)];
    }

    private static Segment make(Disk disk, Path folder, long base, int segmentBytes) throws IOException {
        Segment segment = new Segment(disk, folder.resolve(OffsetName.of(base)), base, segmentBytes);
        try {
            segment.file().resize(segmentBytes);
            segment.file().force(); // its length, before anything relies on it
            disk.forceFolder(folder);
        } catch (IOException e) {
            segment.closeFile(); // it is tried again and again while the disk is full
            throw e;
        }
        return segment;
    }
}
