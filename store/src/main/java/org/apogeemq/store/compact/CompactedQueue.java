package org.apogeemq.store.compact;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * What is kept of one queue from before the begin of the log: the newest record of each key, in the order of the queue.
 * Queue offsets have gaps. Immutable; for any thread.
 *
 * <p>Reading fails with {@link java.nio.file.NoSuchFileException} when the files were replaced meanwhile: then there is
 * a newer object of this kind.
 */
public final class CompactedQueue {
    /** Of a queue of which nothing is kept. */
    public static final CompactedQueue EMPTY = new CompactedQueue(List.of());

    private final List<CompactedFile> files; // oldest first, each begins where the one before ends

    CompactedQueue(List<CompactedFile> files) {
        this.files = List.copyOf(files);
    }

    List<CompactedFile> files() {
        return files;
    }

    /** Takes what {@link #read} finds. */
    public interface Taker {
        /** An entry of the queue. */
        void take(long queueOffset, long logOffset, int recordBytes, long tagsCode);
    }

    /** Queue offset of the first record; {@code Long.MAX_VALUE} if there is none. */
    public long firstOffset() {
        long first = Long.MAX_VALUE;
        for (int i = 0; i < files.size() && first == Long.MAX_VALUE; i++) {
            first = files.get(i).firstOffset();
        }
        return first;
    }

    /** Log offset up to which records have been looked at: what is needed of those before it is here. */
    public long end() {
        return files.isEmpty() ? 0 : files.getLast().header().to();
    }

    /** Queue offset of the first record that has not been looked at; 0 if nothing is known. */
    public long nextOffset() {
        return files.isEmpty() ? 0 : files.getLast().header().nextOffset();
    }

    /**
     * Gives {@code taker} the entries of the first {@code count} records with queue offsets in {@code [from, below)}.
     *
     * @return how many there were; entries that are damaged are passed over
     */
    public int read(long from, long below, int count, Taker taker) throws IOException {
        int taken = 0;
        for (CompactedFile file : files) {
            if (taken < count && file.lastOffset() >= from && file.firstOffset() < below) {
                taken += read(file, from, below, count - taken, taker);
            }
        }
        return taken;
    }

    private static int read(CompactedFile file, long from, long below, int count, Taker taker) throws IOException {
        int taken = 0;
        try (CompactedFile.Reading reading = file.reading()) {
            int end = file.header().count();
            for (int at = reading.first(CompactedEntry::queueOffset, from); at < end && taken < count; at++) {
                CompactedEntry entry = reading.entry(at);
                if (entry != null && entry.queueOffset() >= below) {
                    end = at;
                } else if (entry != null) {
                    taker.take(entry.queueOffset(), entry.logOffset(), entry.recordBytes(), entry.tagsCode());
                    taken++;
                }
            }
        }
        return taken;
    }

    /**
     * Reads the record that was at {@code logOffset} into {@code target}, which has exactly room for it.
     *
     * @return false if there is none of that length
     */
    public boolean record(long logOffset, ByteBuffer target) throws IOException {
        CompactedFile file = fileOf(logOffset);
        if (file == null) {
            return false;
        }
        try (CompactedFile.Reading reading = file.reading()) {
            CompactedEntry entry = find(reading, logOffset);
            boolean there = entry != null && entry.recordBytes() == target.remaining();
            if (there) {
                reading.record(entry, target);
            }
            return there;
        }
    }

    /** Length of the record that was at {@code logOffset}; 0 if it is not here. */
    public int recordBytes(long logOffset) throws IOException {
        CompactedFile file = fileOf(logOffset);
        if (file == null) {
            return 0;
        }
        try (CompactedFile.Reading reading = file.reading()) {
            CompactedEntry entry = find(reading, logOffset);
            return entry == null ? 0 : entry.recordBytes();
        }
    }

    /** Queue offset of the first record stored at {@code millis} or later; {@code Long.MAX_VALUE} if there is none. */
    public long firstStoredAt(long millis) throws IOException {
        for (CompactedFile file : files) {
            try (CompactedFile.Reading reading = file.reading()) {
                CompactedEntry entry = reading.from(reading.first(CompactedEntry::storeTimestamp, millis));
                if (entry != null) {
                    return entry.queueOffset();
                }
            }
        }
        return Long.MAX_VALUE;
    }

    /** Queue offset of the last record before {@code queueOffset}; -1 if there is none. */
    public long lastBefore(long queueOffset) throws IOException {
        for (CompactedFile file : files.reversed()) {
            if (file.firstOffset() < queueOffset) {
                try (CompactedFile.Reading reading = file.reading()) {
                    CompactedEntry entry = reading.before(reading.first(CompactedEntry::queueOffset, queueOffset));
                    if (entry != null) {
                        return entry.queueOffset();
                    }
                }
            }
        }
        return -1;
    }

    private CompactedFile fileOf(long logOffset) {
        for (CompactedFile file : files) {
            if (logOffset >= file.header().from() && logOffset < file.header().to()) {
                return file;
            }
        }
        return null;
    }

    private static CompactedEntry find(CompactedFile.Reading reading, long logOffset) throws IOException {
        CompactedEntry entry = reading.from(reading.first(CompactedEntry::logOffset, logOffset));
        return entry != null && entry.logOffset() == logOffset ? entry : null;
    }
}
