package org.apogeemq.store.index;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apogeemq.store.disk.Disk;
import org.apogeemq.store.disk.DiskFile;
import org.apogeemq.time.Clock;

/** The files of the index: those that are full, and the one being filled. For one thread at a time. */
final class IndexFiles implements Closeable {
    private final Disk disk;
    private final Path folder;
    private final Path positionPath;
    private final KeyIndexing shape;
    private final Clock clock;

    private final List<IndexFile> full = new ArrayList<>();
    private GrowingFile growing; // null until there is an entry for it
    private boolean changed; // since the position was written

    IndexFiles(Disk disk, Path folder, Path positionPath, KeyIndexing shape, Clock clock) {
        this.disk = disk;
        this.folder = folder;
        this.positionPath = positionPath;
        this.shape = shape;
        this.clock = clock;
    }

    /** The entries of one slot in one file, to be walked. */
    record Chain(DiskFile file, IndexHeader header, int head) implements Closeable {
        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    KeyIndexing shape() {
        return shape;
    }

    /** Begins with what was found. */
    void take(IndexOpening.Found found) throws IOException {
        full.addAll(found.files());
        changed = !found.noted();
        if (!full.isEmpty() && (!found.slotsCount() || full.getLast().header().next() < shape.entries())) {
            IndexFile last = full.removeLast();
            growing = new GrowingFile(disk, last.path(), shape, last.header());
            if (!found.slotsCount()) {
                growing.makeSlots();
                changed = true;
            }
        }
    }

    /** Deletes everything. */
    void clear() throws IOException {
        close();
        disk.delete(positionPath);
        for (String name : disk.list(folder)) {
            if (IndexFile.isName(name)) {
                disk.delete(folder.resolve(name));
            }
        }
        full.clear();
        changed = true;
    }

    /** Whether so many entries can be added without writing. */
    // hot
    boolean hasRoom(int entries) {
        return growing != null && growing.hasRoom(entries);
    }

    /** Adds an entry; it counts when it is committed. */
    // hot
    void add(int hash, long logOffset, long storeMillis) throws IOException {
        if (growing == null || growing.isFull()) {
            roll();
        }
        growing.add(hash, logOffset, storeMillis);
    }

    /** Writes the entries added. If that fails they are not there. */
    void commit() throws IOException {
        if (growing != null) {
            changed |= growing.commit();
        }
    }

    /** Takes back what is not committed. */
    void rollBack() {
        if (growing != null) {
            growing.rollBack();
        }
    }

    /** Whether there is something to {@link #note}. */
    boolean isChanged() {
        return changed;
    }

    /** Makes durable that keys of records before {@code logPosition} are in the files. */
    void note(long logPosition) throws IOException {
        if (growing != null) {
            growing.save();
        }
        List<IndexPosition.Named> named = new ArrayList<>();
        for (IndexFile file : all()) {
            named.add(new IndexPosition.Named(file.name(), file.header()));
        }
        new IndexPosition(shape, logPosition, named).write(disk, positionPath);
        changed = false;
    }

    /** Gives back memory that an index at rest does not need. */
    void release() {
        if (growing != null && !changed) {
            growing.release();
        }
    }

    /** All files, the oldest first. */
    List<IndexFile> all() {
        List<IndexFile> all = new ArrayList<>(full);
        if (growing != null) {
            all.add(new IndexFile(growing.path(), growing.header()));
        }
        return all;
    }

    /** Opens the chain of a hash in one of the files; {@code null} if it has been deleted. Nothing is uncommitted. */
    Chain chain(IndexFile file, int hash) throws IOException {
        boolean filled = growing != null && growing.path().equals(file.path());
        if (!filled && full.stream().noneMatch(kept -> kept.path().equals(file.path()))) {
            return null;
        }
        DiskFile open = disk.open(file.path());
        try {
            IndexHeader header = filled ? growing.header() : file.header();
            int head = filled ? growing.head(hash) : IndexFile.head(open, hash % shape.slots());
            return new Chain(open, header, head > 0 && head < header.next() ? head : 0);
        } catch (IOException e) {
            open.close();
            throw e;
        }
    }

    /** Deletes the full files all of whose records lie before {@code logMin}. */
    void deleteBefore(long logMin, long logPosition) throws IOException {
        List<IndexFile> old =
                full.stream().filter(file -> file.header().endLog() < logMin).toList();
        if (!old.isEmpty()) {
            full.removeAll(old);
            note(logPosition); // before the files go: a position that speaks of missing files counts for nothing
            for (IndexFile file : old) {
                disk.delete(file.path());
            }
        }
    }

    @Override
    public void close() throws IOException {
        GrowingFile closing = growing;
        growing = null;
        if (closing != null) {
            closing.close();
        }
    }

    /** The file that was filled becomes one of the full ones when it is durable; a new one is begun. */
    private void roll() throws IOException {
        if (growing != null) {
            growing.commit();
            growing.save();
            full.add(new IndexFile(growing.path(), growing.header()));
            close();
            changed = true;
        }
        long last = full.isEmpty() ? 0 : full.getLast().name();
        Path path = folder.resolve(IndexFile.text(IndexFile.name(clock.wallMillis(), last)));
        disk.delete(path); // of an index that did not count
        growing = new GrowingFile(disk, path, shape, IndexHeader.EMPTY);
    }
}
