package org.apogeemq.store.queue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apogeemq.store.disk.Disk;
import org.apogeemq.store.disk.DiskFile;
import org.apogeemq.store.disk.OffsetName;

/**
 * The files of all queues of one kind, of which a bounded number is open. Read by any thread, written by the background
 * thread. The lock guards the table of open files and is never held during I/O; opening a file waits on that file
 * alone.
 */
final class QueueFiles {
    private final Disk disk;
    private final Path root;
    private final QueueKind kind;
    private final int fileBytes;
    private final int openMax;

    // Guarded by this; oldest use first. May exceed openMax by the files that are in use.
    private final LinkedHashMap<Key, Handle> open = new LinkedHashMap<>(64, 0.75f, true);

    // Confined to the background thread: what was written and not forced since.
    private final Set<Key> unforced = new LinkedHashSet<>();
    private final Set<Path> unforcedFolders = new LinkedHashSet<>();

    /** @param dataFolder in which the kind's folder lies */
    QueueFiles(Disk disk, Path dataFolder, QueueKind kind, int fileBytes, int openMax) {
        this.disk = disk;
        this.root = dataFolder.resolve(kind.folder());
        this.kind = kind;
        this.fileBytes = fileBytes;
        this.openMax = openMax;
    }

    private record Key(String topic, int queueId, long base) {}

    private static final class Handle {
        // Guarded by QueueFiles.
        int users;
        boolean evicted;
        // Guarded by the handle.
        DiskFile file;
    }

    Disk disk() {
        return disk;
    }

    /** What the queues of these files are like. */
    QueueKind kind() {
        return kind;
    }

    /** Length of an entry. */
    int unitBytes() {
        return kind.unitBytes();
    }

    /** Length of a file. */
    int fileBytes() {
        return fileBytes;
    }

    Path root() {
        return root;
    }

    Path folder(String topic, int queueId) {
        return root.resolve(topic).resolve(Integer.toString(queueId));
    }

    static String name(long base) {
        return OffsetName.of(base);
    }

    /** Position in the queue, in bytes, where the file begins that holds {@code position}. */
    long base(long position) {
        return position - position % fileBytes;
    }

    /** Reads into {@code target} from a position in the queue, at most to the end of the file that holds it. */
    int read(String topic, int queueId, ByteBuffer target, long position) throws IOException {
        Key key = new Key(topic, queueId, base(position));
        if (!isOpen(key) && !disk.exists(path(key))) {
            return 0; // to open it would make it anew
        }
        target.limit((int) Math.min(target.limit(), target.position() + key.base + fileBytes - position));
        Handle handle = acquire(key);
        try {
            return file(key, handle).read(target, position - key.base);
        } finally {
            release(handle);
        }
    }

    /** Writes {@code source}, which must not reach over the end of a file. Background thread. */
    void write(String topic, int queueId, ByteBuffer source, long position) throws IOException {
        Key key = new Key(topic, queueId, base(position));
        assert position + source.remaining() <= key.base + fileBytes;
        if (!unforced.contains(key)) {
            if (!disk.exists(path(key))) {
                disk.createFolders(path(key).getParent());
                unforcedFolders.add(path(key).getParent());
            }
            unforced.add(key); // last: if the folder could not be made, it is tried again
        }
        Handle handle = acquire(key);
        try {
            file(key, handle).write(source, position - key.base);
        } finally {
            release(handle);
        }
    }

    /**
     * Makes zeros of what lies behind a position of a queue, so that it is never taken for entries later. Nobody reads
     * there. The first file stays, since it says where the queue begins. Background or opening thread.
     */
    void cut(String topic, int queueId, long position) throws IOException {
        List<Long> bases = named(topic, queueId).stream()
                .filter(base -> base % fileBytes == 0) // others are not read, and not ours
                .toList();
        for (long base : bases) {
            Path path = folder(topic, queueId).resolve(name(base));
            if (base >= position && base != bases.getFirst()) {
                unforced.remove(new Key(topic, queueId, base));
                disk.delete(path);
            } else if (base + fileBytes > position) {
                try (DiskFile file = disk.open(path)) {
                    file.resize(Math.max(position - base, 0));
                    file.resize(fileBytes);
                }
                unforced.add(new Key(topic, queueId, base));
                unforcedFolders.add(folder(topic, queueId));
            }
        }
    }

    /** Where the files of a queue begin, in order. */
    List<Long> bases(String topic, int queueId) throws IOException {
        List<Long> bases = named(topic, queueId);
        for (long base : bases) {
            if (base % fileBytes != 0) {
                throw new IOException("queue file " + folder(topic, queueId).resolve(name(base))
                        + " does not begin at a multiple of " + kind.setting() + " (" + fileBytes
                        + " bytes); set it to the value the store was made with");
            }
        }
        return bases;
    }

    private List<Long> named(String topic, int queueId) throws IOException {
        return disk.list(folder(topic, queueId)).stream()
                .filter(OffsetName::is)
                .map(Long::parseLong)
                .toList();
    }

    /** Whether all files are there that hold {@code [from, to)} of a queue, in bytes, and are long enough. */
    boolean hold(String topic, int queueId, long from, long to) throws IOException {
        for (long base = base(from); base < to; base += fileBytes) {
            if (disk.size(folder(topic, queueId).resolve(name(base))) < Math.min(fileBytes, to - base)) {
                return false;
            }
        }
        return true;
    }

    /** Files that {@link #force} would force. Background thread. */
    int unforcedFiles() {
        return unforced.size();
    }

    /** Makes all that was written durable, names included. Background thread. */
    void force() throws IOException {
        for (Key key : unforced) {
            Handle handle = acquire(key);
            try {
                file(key, handle).force();
            } finally {
                release(handle);
            }
        }
        unforced.clear();
        if (!unforcedFolders.isEmpty()) {
            Set<Path> folders = new LinkedHashSet<>();
            for (Path folder : unforcedFolders) {
                folders.add(folder);
                folders.add(folder.getParent());
            }
            folders.add(root);
            folders.add(root.toAbsolutePath().getParent());
            for (Path folder : folders) {
                disk.forceFolder(folder);
            }
            unforcedFolders.clear();
        }
    }

    /** Closes and deletes the files of a topic. Background thread; readers of the topic get errors or zeros. */
    void delete(String topic) throws IOException {
        unforced.removeIf(key -> key.topic.equals(topic));
        unforcedFolders.removeIf(folder -> folder.getParent().endsWith(topic));
        close(key -> key.topic.equals(topic));
        disk.deleteTree(root.resolve(topic));
        close(key -> key.topic.equals(
                topic)); // again: what a late reader has opened is deleted, and must not be taken for a new file
        if (disk.exists(root)) {
            disk.forceFolder(root);
        }
    }

    /** Closes and deletes one file of a queue. Background thread; readers of it get errors or zeros. */
    void delete(String topic, int queueId, long base) throws IOException {
        Key key = new Key(topic, queueId, base);
        unforced.remove(key);
        close(key::equals);
        disk.delete(path(key));
        close(key::equals); // again: what a late reader has opened is deleted
    }

    /** Closes all files and forgets what was written: they are going to be cut and deleted. Opening thread. */
    void forget() throws IOException {
        close();
        unforced.clear();
        unforcedFolders.clear();
    }

    /** Closes all files that are not in use. */
    void close() throws IOException {
        close(key -> true);
    }

    private boolean isOpen(Key key) {
        synchronized (this) {
            return open.containsKey(key);
        }
    }

    int openFiles() {
        synchronized (this) {
            return open.size();
        }
    }

    private void close(Predicate<Key> which) throws IOException {
        List<Handle> closing = new ArrayList<>();
        synchronized (this) {
            open.entrySet().removeIf(entry -> {
                boolean matches = which.test(entry.getKey());
                if (matches) {
                    entry.getValue().evicted = true;
                    closing.add(entry.getValue());
                }
                return matches;
            });
            closing.removeIf(handle -> handle.users > 0);
        }
        for (Handle handle : closing) {
            closeFile(handle);
        }
    }

    private Handle acquire(Key key) throws IOException {
        Handle handle;
        Handle evicted = null;
        synchronized (this) {
            handle = open.get(key);
            if (handle == null) {
                handle = new Handle();
                evicted = evictOne();
                open.put(key, handle);
            }
            handle.users++;
        }
        if (evicted != null) {
            closeFile(evicted);
        }
        return handle;
    }

    /** Takes the file out that was not used for the longest time; returns it if it can be closed at once. */
    private Handle evictOne() {
        if (open.size() < openMax) {
            return null;
        }
        Map.Entry<Key, Handle> eldest = open.firstEntry();
        open.remove(eldest.getKey());
        eldest.getValue().evicted = true;
        return eldest.getValue().users == 0 ? eldest.getValue() : null;
    }

    private void release(Handle handle) throws IOException {
        boolean last;
        synchronized (this) {
            handle.users--;
            last = handle.evicted && handle.users == 0;
        }
        if (last) {
            closeFile(handle);
        }
    }

    private DiskFile file(Key key, Handle handle) throws IOException {
        synchronized (handle) {
            if (handle.file == null) {
                handle.file = openFile(key);
            }
            return handle.file;
        }
    }

    private DiskFile openFile(Key key) throws IOException {
        DiskFile file = disk.open(path(key));
        if (file.size() < fileBytes) {
            file.resize(fileBytes);
        }
        return file;
    }

    private Path path(Key key) {
        return folder(key.topic, key.queueId).resolve(name(key.base));
    }

    private static void closeFile(Handle handle) throws IOException {
        synchronized (handle) {
            if (handle.file != null) {
                handle.file.close();
                handle.file = null;
            }
        }
    }
}
