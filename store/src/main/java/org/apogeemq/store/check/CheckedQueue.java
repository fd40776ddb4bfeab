package org.apogeemq.store.check;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apogeemq.store.disk.Disk;
import org.apogeemq.store.disk.DiskFile;
import org.apogeemq.store.disk.OffsetName;

/** One queue: which message comes next, and what of its entries does not agree with the log. */
final class CheckedQueue {
    /** Stands for a tags code that is not compared. */
    static final long ANY_TAGS = Long.MIN_VALUE;

    private static final int ENTRY_BYTES = 20;
    private static final int BLOCK_ENTRIES = 2048;
    private static final int SMALL_BLOCK_ENTRIES = 64;

    private final Disk disk;
    private final Path folder;
    private final String name;
    private final long durableTo;
    private final int blockEntries;

    private List<Long> bases; // where the queue's files begin, in bytes
    private long fileBytes;
    private ByteBuffer block;
    private long blockFirst = -1;

    private boolean begun;
    private long next;
    private long compared;
    private Flaws wrong = new Flaws();
    private Flaws missing = new Flaws();

    /** Entries with the same flaw. */
    private static final class Flaws {
        long first = -1;
        long count;
        String text;
    }

    CheckedQueue(Disk disk, Path folder, String name, long durableTo, boolean small) {
        this.disk = disk;
        this.folder = folder;
        this.name = name;
        this.durableTo = durableTo;
        blockEntries = small ? SMALL_BLOCK_ENTRIES : BLOCK_ENTRIES;
    }

    Path folder() {
        return folder;
    }

    boolean isEmpty() {
        return !begun;
    }

    /** The offset of the message that is to come. */
    long next() {
        return next;
    }

    long compared() {
        return compared;
    }

    long missing() {
        return missing.count;
    }

    /** The queue begins here, perhaps anew. */
    void begin(long queueOffset) {
        begun = true;
        next = queueOffset;
        wrong = new Flaws();
        missing = new Flaws();
    }

    /** Takes a record whose queue offset is not below {@link #next}, and compares its entry. */
    void record(long queueOffset, long logOffset, int bytes, long tagsCode) throws IOException {
        next = queueOffset + 1;
        int at = find(queueOffset);
        if (at < 0 || block.getInt(at + 8) == 0) {
            note(missing, queueOffset, "is not there");
            return;
        }
        compared++;
        long entryTags = block.getLong(at + 12);
        boolean sameTags = tagsCode == ANY_TAGS || entryTags == tagsCode || entryTags < Integer.MIN_VALUE;
        boolean same = block.getLong(at) == logOffset && block.getInt(at + 8) == bytes && sameTags;
        if (!same && logOffset < durableTo) {
            note(
                    wrong,
                    queueOffset,
                    "points to log offset %d, %d bytes, tags %d; the record is at %d, %d bytes, tags %s"
                            .formatted(
                                    block.getLong(at),
                                    block.getInt(at + 8),
                                    entryTags,
                                    logOffset,
                                    bytes,
                                    tagsCode == ANY_TAGS ? "any" : tagsCode));
        }
    }

    /** Whether the entries {@code [from, to)} are there: their messages were damaged and are known to be lost. */
    boolean isVoid(long from, long to) throws IOException {
        for (long i = from; i < to; i++) {
            int at = find(i);
            if (at < 0 || block.getInt(at + 8) == 0) {
                return false;
            }
        }
        return true;
    }

    void report(Findings findings, boolean clean) throws IOException {
        if (clean) {
            report(findings, missing);
            int at = find(next);
            if (at >= 0 && block.getInt(at + 8) > 0 && block.getLong(at) >= 0) {
                findings.add(
                        file(next),
                        next * ENTRY_BYTES % fileBytes,
                        ENTRY_BYTES,
                        "entry %d of queue %s has no record in the log".formatted(next, name),
                        "readers pass over it");
            }
        }
        report(findings, wrong);
    }

    @Override
    public String toString() {
        return name;
    }

    private void report(Findings findings, Flaws flaws) {
        if (flaws.count > 0) {
            String more = flaws.count > 1 ? "; " + (flaws.count - 1) + " more in this queue" : "";
            long position = fileBytes == 0 ? 0 : flaws.first * ENTRY_BYTES % fileBytes;
            findings.add(
                    fileBytes == 0 ? folder : file(flaws.first),
                    position,
                    flaws.count * ENTRY_BYTES,
                    "entry %d of queue %s %s%s".formatted(flaws.first, name, flaws.text, more),
                    "not noticed by opening; delete the folder consumequeue and the file checkpoint to have the"
                            + " queues made again from the log");
        }
    }

    private static void note(Flaws flaws, long queueOffset, String text) {
        if (flaws.count++ == 0) {
            flaws.first = queueOffset;
            flaws.text = text;
        }
    }

    /** Where in the block the entry lies; -1 if no file has it. */
    private int find(long queueOffset) throws IOException {
        if (bases == null) {
            look();
        }
        if (blockFirst < 0 || queueOffset < blockFirst || queueOffset >= blockFirst + blockEntries) {
            load(queueOffset);
        }
        int at = (int) (queueOffset - blockFirst) * ENTRY_BYTES;
        return block != null && at + ENTRY_BYTES <= block.limit() ? at : -1;
    }

    private void look() throws IOException {
        bases = new ArrayList<>();
        for (String file : disk.list(folder)) {
            if (OffsetName.is(file)) {
                bases.add(Long.parseLong(file));
            }
        }
        if (bases.size() > 1) {
            fileBytes = bases.get(1) - bases.get(0);
        } else if (!bases.isEmpty()) {
            try (DiskFile file = disk.openForReading(folder.resolve("%020d".formatted(bases.getFirst())))) {
                fileBytes = file.size() / ENTRY_BYTES * ENTRY_BYTES;
            }
        }
    }

    /** Reads the block from {@code queueOffset} on, out of as many files as it takes. */
    private void load(long queueOffset) throws IOException {
        if (block == null) {
            block = ByteBuffer.allocate(blockEntries * ENTRY_BYTES);
        }
        block.clear();
        blockFirst = queueOffset;
        long position = queueOffset * ENTRY_BYTES;
        while (fileBytes > 0 && block.hasRemaining() && bases.contains(position - position % fileBytes)) {
            Path path = file(position / ENTRY_BYTES);
            try (DiskFile file = disk.openForReading(path)) {
                long left = fileBytes - position % fileBytes;
                block.limit((int) Math.min(block.capacity(), block.position() + left));
                int n = file.read(block, position % fileBytes);
                block.limit(block.capacity());
                position += n;
                if (n < left) {
                    break; // the file is shorter than it should be, or the block is full
                }
            }
        }
        block.flip();
    }

    private Path file(long queueOffset) {
        long position = queueOffset * ENTRY_BYTES;
        return folder.resolve("%020d".formatted(position - position % fileBytes));
    }
}
