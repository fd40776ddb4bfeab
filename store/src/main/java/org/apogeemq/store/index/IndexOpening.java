package org.apogeemq.store.index;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongUnaryOperator;
import org.apogeemq.store.disk.Disk;
import org.apogeemq.store.disk.DiskFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out what of the files of an index counts. In this order: what our position vouches for; what Apache's broker
 * left behind when it was stopped properly; nothing. Files that do not count are deleted.
 */
final class IndexOpening {
    private static final Logger LOG = LoggerFactory.getLogger(IndexOpening.class);

    private final Disk disk;
    private final Path folder;
    private final KeyIndexing shape;
    private final State state;

    /**
     * How the store was found.
     *
     * @param clean it was stopped properly the last time
     * @param logMin first log offset
     * @param logEnd the log's end
     */
    record State(boolean clean, long logMin, long logEnd) {}

    /**
     * What counts.
     *
     * @param files the oldest first; the last may be filled up
     * @param next log offset of the first record whose keys are missing
     * @param slotsCount whether the slots of the last file are right
     * @param noted whether a position on disk says the same
     */
    record Found(List<IndexFile> files, long next, boolean slotsCount, boolean noted) {}

    IndexOpening(Disk disk, Path folder, KeyIndexing shape, State state) {
        this.disk = disk;
        this.folder = folder;
        this.shape = shape;
        this.state = state;
    }

    /** @param recordEnd end of the record that begins at a log offset, or -1 if none does */
    Found open(Path positionPath, LongUnaryOperator recordEnd) throws IOException {
        disk.createFolders(folder);
        List<IndexFile> files = list();
        IndexPosition position = IndexPosition.read(disk, positionPath);
        Found found = vouched(position, files);
        if (found == null && state.clean && !files.isEmpty()) {
            found = adopted(position, files, recordEnd);
        }
        if (found == null) {
            if (position == null && !files.isEmpty() && !state.clean) {
                LOG.info("the key index in {} has no position yet and is made again", folder);
            } else if (!files.isEmpty()) {
                LOG.warn("the key index in {} does not fit the log and is made again", folder);
            }
            found = new Found(List.of(), state.logMin, true, false);
        }
        if (found.next > state.logEnd) {
            found = cut(found);
        }
        delete(found.files);
        return found;
    }

    /** Files by their heads; {@code null} heads are of files that cannot be ours. */
    private List<IndexFile> list() throws IOException {
        List<IndexFile> files = new ArrayList<>();
        ByteBuffer head = ByteBuffer.allocate(IndexHeader.BYTES);
        for (String name : disk.list(folder)) {
            if (IndexFile.isName(name)) {
                Path path = folder.resolve(name);
                try (DiskFile file = disk.open(path)) {
                    boolean sized = file.size() == IndexFile.bytes(shape);
                    boolean read = file.read(head.clear(), 0) == IndexHeader.BYTES;
                    files.add(new IndexFile(path, sized && read ? IndexHeader.get(head, 0) : null));
                }
            }
        }
        return files;
    }

    /** What our position says, if the files are still those it speaks of; else {@code null}. */
    private Found vouched(IndexPosition position, List<IndexFile> files) {
        if (position == null
                || !position.shape().equals(shape)
                || position.files().size() > files.size()) {
            return null;
        }
        boolean untouched = position.files().size() == files.size();
        List<IndexFile> counting = new ArrayList<>();
        for (int i = 0; i < position.files().size(); i++) {
            IndexPosition.Named noted = position.files().get(i);
            IndexFile file = files.get(i);
            boolean last = i == position.files().size() - 1;
            boolean same = noted.header().equals(file.header());
            if (file.name() != noted.name() || file.header() == null || !same && (!last || state.clean)) {
                return null;
            }
            untouched &= same;
            counting.add(new IndexFile(file.path(), noted.header()));
        }
        if (state.clean && !untouched) {
            return null;
        }
        return new Found(counting, Math.max(position.logPosition(), state.logMin), state.clean, true);
    }

    /** What another program left; {@code null} if it does not look whole. */
    private Found adopted(IndexPosition position, List<IndexFile> files, LongUnaryOperator recordEnd) {
        long last = -1;
        for (IndexFile file : files) {
            boolean fits = file.header() != null
                    && file.header().fits(shape)
                    && file.header().beginLog() >= last;
            if (!fits) {
                return null;
            }
            last = file.header().endLog();
        }
        boolean missing = position != null
                && position.files().stream()
                        .anyMatch(noted -> files.stream().noneMatch(file -> continues(file, noted)));
        long next = last >= state.logMin && last < state.logEnd ? recordEnd.applyAsLong(last) : -1;
        if (missing || next < 0) {
            return null;
        }
        LOG.info("the key index in {} is taken over, up to {} of the log", folder, next);
        return new Found(files, next, true, false);
    }

    private static boolean continues(IndexFile file, IndexPosition.Named noted) {
        IndexHeader header = file.header();
        return file.name() == noted.name()
                && header.next() >= noted.header().next()
                && (header.beginLog() == noted.header().beginLog()
                        || noted.header().isEmpty());
    }

    private void delete(List<IndexFile> counting) throws IOException {
        for (IndexFile file : list()) {
            if (counting.stream().noneMatch(kept -> kept.path().equals(file.path()))) {
                disk.delete(file.path());
            }
        }
    }

    /** The log has lost its end in a power cut: entries of what is gone are cut off. */
    private Found cut(Found found) throws IOException {
        List<IndexFile> files = new ArrayList<>(found.files);
        while (!files.isEmpty() && files.getLast().header().endLog() >= state.logEnd) {
            IndexFile file = files.removeLast();
            IndexHeader header = cut(file);
            if (!header.isEmpty()) {
                files.add(new IndexFile(file.path(), header));
            }
        }
        return new Found(files, state.logEnd, false, false);
    }

    private IndexHeader cut(IndexFile file) throws IOException {
        try (DiskFile open = disk.open(file.path())) {
            int low = 1;
            int high = file.header().next();
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (entry(open, middle).getLong(IndexFile.LOG_OFFSET_AT) < state.logEnd) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            if (low == 1) {
                return IndexHeader.EMPTY;
            }
            ByteBuffer last = entry(open, low - 1);
            IndexHeader whole = file.header();
            long end = whole.begin() + last.getInt(IndexFile.SECONDS_AT) * 1000L;
            long endLog = last.getLong(IndexFile.LOG_OFFSET_AT);
            return new IndexHeader(whole.begin(), end, whole.beginLog(), endLog, whole.slotsUsed(), low);
        }
    }

    private ByteBuffer entry(DiskFile file, int entry) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(IndexFile.ENTRY_BYTES);
        file.read(bytes, IndexFile.entryAt(shape, entry));
        return bytes;
    }
}
