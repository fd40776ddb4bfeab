package org.apogeemq.store.check;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apogeemq.store.disk.Disk;
import org.apogeemq.store.disk.DiskFile;
import org.apogeemq.store.disk.OffsetName;
import org.apogeemq.store.queue.QueueKind;

/** The entries in the files of one queue, as they lie there, read a block at a time. Entries are numbered by place. */
final class EntryFiles {
    private static final int BLOCK_ENTRIES = 2048;
    private static final int SMALL_BLOCK_ENTRIES = 64;
    private static final int RECORD_BYTES_AT = 8;
    private static final int TAGS_AT = 12;
    private static final int QUEUE_OFFSET_AT = 28;
    private static final int MESSAGES_AT = 36;

    private final Disk disk;
    private final Path folder;
    private final QueueKind kind;
    private final int blockEntries;

    private List<Long> bases; // where the files begin, in bytes
    private long fileBytes;
    private ByteBuffer block;
    private long blockFirst = -1;
    private int at; // of the entry found last
    private long found; // its number
    private long behind = -1; // the entry behind the last; for batches, once it was looked for

    /** @param small whether to save memory, as there are many queues */
    EntryFiles(Disk disk, Path folder, QueueKind kind, boolean small) {
        this.disk = disk;
        this.folder = folder;
        this.kind = kind;
        blockEntries = small ? SMALL_BLOCK_ENTRIES : BLOCK_ENTRIES;
    }

    Path folder() {
        return folder;
    }

    QueueKind kind() {
        return kind;
    }

    /** Goes to the entry of a message; false if there is none. The accessors then tell what it says. */
    boolean find(long queueOffset) throws IOException {
        return kind == QueueKind.SIMPLE ? entry(queueOffset) : batch(queueOffset);
    }

    /** Number of the entry found. */
    long found() {
        return found;
    }

    long logOffset() {
        return block.getLong(at);
    }

    int recordBytes() {
        return block.getInt(at + RECORD_BYTES_AT);
    }

    long tagsCode() {
        return block.getLong(at + TAGS_AT);
    }

    /** Queue offset of the first message. */
    long queueOffset() {
        return kind == QueueKind.SIMPLE ? found : block.getLong(at + QUEUE_OFFSET_AT);
    }

    int messages() {
        return kind == QueueKind.SIMPLE ? 1 : block.getShort(at + MESSAGES_AT);
    }

    /** The file that holds an entry, or would; the folder if there is no file. */
    Path file(long entry) {
        return fileBytes == 0 ? folder : folder.resolve(OffsetName.of(base(entry * kind.unitBytes())));
    }

    /** Where in its file an entry lies, in bytes. */
    long position(long entry) {
        return fileBytes == 0 ? 0 : entry * kind.unitBytes() % fileBytes;
    }

    /** The entries rise by queue offset; mostly it is the same as last time or the next. */
    private boolean batch(long queueOffset) throws IOException {
        if (holds(found, queueOffset) || holds(found + 1, queueOffset)) {
            return true;
        }
        look();
        long first = bases.isEmpty() ? 0 : bases.getFirst() / kind.unitBytes();
        long low = first;
        long high = behind();
        while (low < high) { // the first that begins behind the message
            long middle = (low + high) >>> 1;
            if (entry(middle) && queueOffset() <= queueOffset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low > first && holds(low - 1, queueOffset);
    }

    private boolean holds(long entry, long queueOffset) throws IOException {
        return entry(entry) && queueOffset() <= queueOffset && queueOffset < queueOffset() + messages();
    }

    private long behind() throws IOException {
        if (behind < 0) {
            long low = bases.isEmpty() ? 0 : bases.getFirst() / kind.unitBytes();
            long high = bases.isEmpty() ? 0 : (bases.getLast() + fileBytes) / kind.unitBytes();
            while (low < high) {
                long middle = (low + high) >>> 1;
                if (entry(middle)) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            behind = low;
        }
        return behind;
    }

    /** Goes to an entry; false if nothing was written there. */
    private boolean entry(long entry) throws IOException {
        look();
        if (blockFirst < 0 || entry < blockFirst || entry >= blockFirst + blockEntries) {
            load(entry);
        }
        at = (int) (entry - blockFirst) * kind.unitBytes();
        found = entry;
        return at + kind.unitBytes() <= block.limit() && recordBytes() > 0;
    }

    private void look() throws IOException {
        if (bases != null) {
            return;
        }
        bases = new ArrayList<>();
        for (String file : disk.list(folder)) {
            if (OffsetName.is(file)) {
                bases.add(Long.parseLong(file));
            }
        }
        if (bases.size() > 1) {
            fileBytes = bases.get(1) - bases.get(0);
        } else if (!bases.isEmpty()) {
            try (DiskFile file = disk.openForReading(folder.resolve(OffsetName.of(bases.getFirst())))) {
                fileBytes = file.size() / kind.unitBytes() * kind.unitBytes();
            }
        }
    }

    /** Reads the block from {@code entry} on, out of as many files as it takes. */
    private void load(long entry) throws IOException {
        if (block == null) {
            block = ByteBuffer.allocate(blockEntries * kind.unitBytes());
        }
        block.clear();
        blockFirst = entry;
        long position = entry * kind.unitBytes();
        while (fileBytes > 0 && block.hasRemaining() && bases.contains(base(position))) {
            try (DiskFile file = disk.openForReading(file(position / kind.unitBytes()))) {
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

    private long base(long position) {
        return position - position % fileBytes;
    }
}
