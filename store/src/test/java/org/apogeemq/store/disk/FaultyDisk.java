package org.apogeemq.store.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;

/**
 * A disk in memory that can crash. After {@link #crash} every page that was not forced is the old or the new one, by
 * chance, and whoever used the disk until then gets errors. Names and lengths of files are durable at once.
 *
 * <p>Longer than 400 lines because the disk and its open files share one state under one lock.
 */
public final class FaultyDisk {
    /** Small, so that records are torn. */
    public static final int PAGE_BYTES = 512;

    private final TreeMap<Path, Content> files = new TreeMap<>();
    private final Set<Path> folders = new HashSet<>();
    private final Set<Path> locked = new HashSet<>();
    private long spaceLeft = Long.MAX_VALUE;
    private boolean failForce;
    private boolean failWrite;
    private boolean failDelete;
    private int failedDeletes;
    private CountDownLatch forceGate = new CountDownLatch(0);
    private int generation;
    private long forces;
    private int open;
    private int openMost;

    private static final class Content {
        byte[] now = {};
        byte[] durable = {};
        final BitSet unforced = new BitSet();
    }

    /** Loses power: unforced pages survive or not, by {@code random}. Whoever used the disk gets errors from now on. */
    public synchronized void crash(Random random) {
        crash(random, 0.5);
    }

    /** The same, with the chance of a page to survive. */
    public synchronized void crash(Random random, double survival) {
        for (Content content : files.values()) {
            for (int page = content.unforced.nextSetBit(0); page >= 0; page = content.unforced.nextSetBit(page + 1)) {
                boolean survives = random.nextDouble() < survival;
                copyPage(page, survives ? content.now : content.durable, survives ? content.durable : content.now);
            }
            content.unforced.clear();
            content.now = content.now.clone(); // mappings of before the crash keep the old array
        }
        restartProcess();
    }

    /** Ends the process, not the machine: everything written stays, whoever used the disk gets errors. */
    public synchronized void restartProcess() {
        generation++;
        locked.clear();
        open = 0;
    }

    /** Sets how many bytes can still be written. */
    public synchronized void spaceLeft(long bytes) {
        spaceLeft = bytes;
    }

    /** Makes every force fail, or not. */
    public synchronized void failForce(boolean fail) {
        failForce = fail;
    }

    /** Makes every write fail half-way, or not. */
    public synchronized void failWrite(boolean fail) {
        failWrite = fail;
    }

    /** Makes every deletion of a folder fail, or no longer. */
    public synchronized void failDelete(boolean fail) {
        failDelete = fail;
    }

    /** Deletions of folders that failed. */
    public synchronized int failedDeletes() {
        return failedDeletes;
    }

    /** Makes every force wait until the result is counted down. */
    public synchronized CountDownLatch holdForce() {
        forceGate = new CountDownLatch(1);
        return forceGate;
    }

    /** Forces of files so far. */
    public synchronized long forces() {
        return forces;
    }

    /** Files open at the same time, at most. */
    public synchronized int openMost() {
        return openMost;
    }

    /** Changes what is on disk. */
    public synchronized void overwrite(Path file, int at, byte... bytes) {
        Content content = files.get(file);
        System.arraycopy(bytes, 0, content.now, at, bytes.length);
        System.arraycopy(bytes, 0, content.durable, at, bytes.length);
    }

    /** The bytes of a file. */
    public synchronized byte[] bytes(Path file) {
        return files.get(file).now.clone();
    }

    /** The disk as the next process sees it, until that is ended or the disk crashes. */
    public synchronized Disk boot() {
        return new Booted(generation);
    }

    /** Whether there is a file or folder. */
    public synchronized boolean exists(Path path) {
        return files.containsKey(path) || folders.contains(path);
    }

    /** Names in a folder. */
    public synchronized List<String> list(Path folder) {
        List<String> names = new ArrayList<>();
        for (Path path : files.keySet()) {
            if (folder.equals(path.getParent())) {
                names.add(path.getFileName().toString());
            }
        }
        for (Path path : folders) {
            if (folder.equals(path.getParent())) {
                names.add(path.getFileName().toString());
            }
        }
        names.sort(null);
        return names;
    }

    /** Deletes a file. */
    public synchronized void delete(Path file) {
        files.remove(file);
    }

    /** Deletes a folder. */
    public synchronized void deleteTree(Path folder) {
        files.keySet().removeIf(file -> file.startsWith(folder));
        folders.removeIf(path -> path.startsWith(folder));
    }

    private static void copyPage(int page, byte[] from, byte[] to) {
        int begin = page * PAGE_BYTES;
        int end = Math.min(begin + PAGE_BYTES, to.length);
        if (begin < end) {
            System.arraycopy(from, begin, to, begin, end - begin);
        }
    }

    private final class Booted implements Disk {
        private final int born;

        Booted(int born) {
            this.born = born;
        }

        @Override
        public DiskFile open(Path file) throws IOException {
            synchronized (FaultyDisk.this) {
                check();
                if (!folders.contains(file.getParent())) {
                    throw new NoSuchFileException(file.toString());
                }
                openMost = Math.max(openMost, ++open);
                return new Open(files.computeIfAbsent(file, path -> new Content()), born);
            }
        }

        @Override
        public boolean exists(Path path) {
            return FaultyDisk.this.exists(path);
        }

        @Override
        public List<String> list(Path folder) throws IOException {
            check();
            return FaultyDisk.this.list(folder);
        }

        @Override
        public void createFolders(Path folder) throws IOException {
            synchronized (FaultyDisk.this) {
                check();
                for (Path path = folder; path != null; path = path.getParent()) {
                    folders.add(path);
                }
            }
        }

        @Override
        public void delete(Path file) throws IOException {
            check();
            FaultyDisk.this.delete(file);
        }

        @Override
        public void deleteTree(Path folder) throws IOException {
            synchronized (FaultyDisk.this) {
                check();
                if (failDelete) {
                    failedDeletes++;
                    throw new IOException("input/output error");
                }
                FaultyDisk.this.deleteTree(folder);
            }
        }

        @Override
        public void rename(Path from, Path to) throws IOException {
            synchronized (FaultyDisk.this) {
                check();
                files.put(to, files.remove(from));
            }
        }

        @Override
        public void forceFolder(Path folder) throws IOException {
            synchronized (FaultyDisk.this) {
                check();
                if (!folders.contains(folder)) {
                    throw new NoSuchFileException(folder.toString());
                }
            }
        }

        @Override
        public long freeBytes(Path folder) {
            synchronized (FaultyDisk.this) {
                return spaceLeft;
            }
        }

        @Override
        public Closeable lock(Path file) throws IOException {
            synchronized (FaultyDisk.this) {
                check();
                if (!locked.add(file)) {
                    return null;
                }
                files.computeIfAbsent(file, path -> new Content());
                return () -> unlock(file, born);
            }
        }

        private void check() throws IOException {
            synchronized (FaultyDisk.this) {
                if (born != generation) {
                    throw new IOException("the disk has crashed");
                }
            }
        }
    }

    private synchronized void unlock(Path file, int born) {
        if (born == generation) {
            locked.remove(file);
        }
    }

    private final class Open implements DiskFile {
        private final Content content;
        private final int born;
        private boolean closed;

        Open(Content content, int born) {
            this.content = content;
            this.born = born;
        }

        @Override
        public long size() throws IOException {
            synchronized (FaultyDisk.this) {
                check();
                return content.now.length;
            }
        }

        @Override
        public void resize(long bytes) throws IOException {
            synchronized (FaultyDisk.this) {
                check();
                int length = (int) bytes;
                if (length < content.now.length) { // the array stays, as a mapping would
                    Arrays.fill(content.now, length, content.now.length, (byte) 0);
                    Arrays.fill(content.durable, length, content.durable.length, (byte) 0);
                } else if (length > content.now.length) {
                    content.now = Arrays.copyOf(content.now, length);
                    content.durable = Arrays.copyOf(content.durable, length);
                }
            }
        }

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            synchronized (FaultyDisk.this) {
                check();
                int bytes = (int) Math.max(Math.min(target.remaining(), content.now.length - position), 0);
                target.put(content.now, (int) position, bytes);
                return bytes;
            }
        }

        @Override
        public void write(ByteBuffer source, long position) throws IOException {
            synchronized (FaultyDisk.this) {
                check();
                int wanted = source.remaining();
                int bytes = (int) Math.min(failWrite ? wanted / 2 : wanted, spaceLeft);
                int end = (int) position + bytes;
                if (end > content.now.length) {
                    content.now = Arrays.copyOf(content.now, end);
                    content.durable = Arrays.copyOf(content.durable, end);
                }
                source.get(content.now, (int) position, bytes);
                content.unforced.set((int) position / PAGE_BYTES, (end + PAGE_BYTES - 1) / PAGE_BYTES);
                if (spaceLeft != Long.MAX_VALUE) {
                    spaceLeft -= bytes;
                }
                if (failWrite) {
                    throw new IOException("input/output error");
                }
                if (bytes < wanted) {
                    throw new DiskFullException("no space left", null);
                }
            }
        }

        @Override
        public MappedBytes map(int bytes) throws IOException {
            synchronized (FaultyDisk.this) {
                check();
                ByteBuffer mapped = ByteBuffer.wrap(content.now, 0, bytes).asReadOnlyBuffer();
                return new MappedBytes() {
                    @Override
                    public ByteBuffer bytes() {
                        return mapped;
                    }

                    @Override
                    public boolean isResident(int at, int count) {
                        return true;
                    }

                    @Override
                    public void load(int at, int count) {
                        // always there
                    }

                    @Override
                    public void close() {}
                };
            }
        }

        @Override
        public void force() throws IOException {
            CountDownLatch gate;
            synchronized (FaultyDisk.this) {
                gate = forceGate;
            }
            try {
                gate.await();
            } catch (InterruptedException e) {
                throw new IOException("interrupted", e);
            }
            synchronized (FaultyDisk.this) {
                check();
                if (failForce) {
                    throw new IOException("input/output error");
                }
                forces++;
                for (int page = content.unforced.nextSetBit(0);
                        page >= 0;
                        page = content.unforced.nextSetBit(page + 1)) {
                    copyPage(page, content.now, content.durable);
                }
                content.unforced.clear();
            }
        }

        @Override
        public void close() {
            synchronized (FaultyDisk.this) {
                if (!closed && born == generation) {
                    open--;
                }
                closed = true;
            }
        }

        private void check() throws IOException {
            if (closed || born != generation) {
                throw new IOException("the disk has crashed or the file is closed");
            }
        }
    }
}
