package org.apogeemq.store.disk;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;

/**
 * A disk in memory on which everything can go wrong. What was not forced is lost by a power cut as {@link PowerCut}
 * says: pages of files, their lengths, and names, which are on disk only when their folder was forced. Operations fail
 * on demand, space runs out, and everything is counted. Thread-safe: one lock for all.
 *
 * <p>{@link #boot} gives the disk as one process sees it; with {@link #restartProcess} or {@link #crash} that process
 * is over and gets errors, and the next {@link #boot} finds what is left.
 */
public final class FaultyDisk {
    /** Small, so that records are torn. */
    public static final int PAGE_BYTES = 512;

    private static final CountDownLatch OPEN_GATE = new CountDownLatch(0);
    private static final byte[] NOTHING = {};

    final Names names = new Names();
    final Faults faults = new Faults();
    final Set<Path> locked = new HashSet<>();
    private int boots;
    private int generation;
    private long totalBytes = Long.MAX_VALUE;
    private CountDownLatch forceGate = OPEN_GATE;
    private long forced;
    private boolean cold;
    private int open;
    private int openMost;
    private Watcher watcher;

    /** The disk as the next process sees it, until that is ended or the disk crashes. */
    public synchronized Disk boot() {
        return new FaultyMount(this, generation);
    }

    /** What the machine says to tell one start of it from another. */
    synchronized String bootId() {
        return "boot-" + boots;
    }

    /** A second disk with the same content, forced or not, without faults. Nobody uses this one at the moment. */
    public synchronized FaultyDisk copy() {
        FaultyDisk copy = new FaultyDisk();
        copy.names.copy(names);
        copy.totalBytes = totalBytes;
        copy.boots = boots;
        return copy;
    }

    // The end of processes and machines.

    /** Ends the process, not the machine: everything written stays, whoever used the disk gets errors. */
    public synchronized void restartProcess() {
        generation++;
        locked.clear();
        open = 0;
    }

    /** Loses power. Whoever used the disk gets errors from now on. */
    public synchronized void crash(PowerCut cut) {
        boots++;
        names.lose(cut);
        restartProcess();
    }

    /** The same; what was not forced survives or not, by {@code random}. */
    public void crash(Random random) {
        crash(random, 0.5);
    }

    /** The same, with the chance of a change to survive. */
    public void crash(Random random, double survival) {
        crash(survival == 0 ? PowerCut.MERCILESS : PowerCut.random(random, survival));
    }

    // Faults.

    /** Makes one operation of a kind fail: the {@code n}th from now on, 1 the next. */
    public void fail(Operation operation, long n, Failure failure) {
        fail(operation, path -> true, n, failure);
    }

    /** The same, counting only operations on paths that match. */
    public synchronized void fail(Operation operation, Predicate<Path> where, long n, Failure failure) {
        faults.plan(operation, where, n, n, failure);
    }

    /** Makes all operations of a kind fail on paths that match, until {@link #heal}. */
    public synchronized void failAll(Operation operation, Predicate<Path> where, Failure failure) {
        faults.plan(operation, where, 1, Long.MAX_VALUE, failure);
    }

    /** Operations of a kind that have failed so far. */
    public synchronized long failures(Operation operation) {
        return faults.failures(operation);
    }

    /** Ends all faults that were planned. What they have done stays. */
    public synchronized void heal() {
        faults.clear();
    }

    /** Makes every force fail, or no longer. */
    public void failForce(boolean fail) {
        failAlways(Operation.FORCE, fail, Failure.ioError());
    }

    /** Makes every write fail half-way, or no longer. */
    public void failWrite(boolean fail) {
        failAlways(Operation.WRITE, fail, Failure.ioError().after(Failure.HALF));
    }

    /** Lets what is mapped from now on be on the disk only, as after a start of the machine. */
    public synchronized void cold() {
        cold = true;
    }

    /** Makes every deletion fail, or no longer. */
    public void failDelete(boolean fail) {
        failAlways(Operation.DELETE, fail, Failure.ioError());
        failAlways(Operation.DELETE_TREE, fail, Failure.ioError());
    }

    /** Makes every force of written bytes wait until the result is counted down. */
    public synchronized CountDownLatch holdForce() {
        forceGate = new CountDownLatch(1);
        return forceGate;
    }

    // Space.

    /** Sets how many bytes can still be written to pages that hold nothing yet. */
    public synchronized void spaceLeft(long bytes) {
        totalBytes = bytes == Long.MAX_VALUE ? bytes : usedBytes() + bytes;
    }

    /** Sets the size of the disk; what is on it stays. */
    public synchronized void totalBytes(long bytes) {
        totalBytes = bytes;
    }

    /** Size of the disk; {@code Long.MAX_VALUE} if it has no end. */
    public synchronized long totalBytes() {
        return totalBytes;
    }

    /** Bytes taken by pages of files; holes take none. */
    public synchronized long usedBytes() {
        return names.files().stream().mapToLong(FileData::takes).sum();
    }

    /** Bytes that can still be written. */
    public synchronized long freeBytes() {
        return totalBytes == Long.MAX_VALUE ? Long.MAX_VALUE : Math.max(totalBytes - usedBytes(), 0);
    }

    // Watching.

    /** Sees each operation before it takes place, with the disk to itself. */
    public interface Watcher {
        /**
         * An operation that succeeds or fails.
         *
         * @param at where a write begins in its file
         * @param bytes what is written; empty for other operations
         */
        void before(Operation operation, Path path, long at, byte[] bytes);
    }

    /** Has all operations shown to {@code newWatcher}; null: to nobody. */
    public synchronized void watch(Watcher newWatcher) {
        watcher = newWatcher;
    }

    // Figures.

    /** Operations of a kind so far, failed ones included. */
    public synchronized long count(Operation operation) {
        return faults.count(operation);
    }

    /** Deletions that failed. */
    public synchronized long failedDeletes() {
        return faults.failures(Operation.DELETE) + faults.failures(Operation.DELETE_TREE);
    }

    /** Forces of files that succeeded. */
    public synchronized long forces() {
        return forced;
    }

    /** Files open now. */
    public synchronized int openFiles() {
        return open;
    }

    /** Files open at the same time, at most. */
    public synchronized int openMost() {
        return openMost;
    }

    // What is on disk, past all processes and at once.

    /** Whether there is a file or folder. */
    public synchronized boolean exists(Path path) {
        return names.exists(path);
    }

    /** Names in a folder, sorted. */
    public synchronized List<String> list(Path folder) {
        return names.list(folder);
    }

    /** Tells all that can be read now: two disks with the same one differ at most in what a power cut would take. */
    public synchronized String digest() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Path path : names.paths()) {
                byte[] bytes = names.file(path).copy();
                digest.update((path + ":" + bytes.length + "\n").getBytes(UTF_8));
                digest.update(bytes);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes to a file as a process does: not forced. */
    public synchronized void write(Path file, int at, byte... bytes) {
        names.file(file).write(at, bytes);
    }

    /** All files, sorted. */
    public synchronized List<Path> files() {
        return names.paths();
    }

    /** The bytes of a file. */
    public synchronized byte[] bytes(Path file) {
        return names.file(file).copy();
    }

    /** Length of a file. */
    public synchronized int length(Path file) {
        return names.file(file).length();
    }

    /** Whether there is a file, and not a folder. */
    public synchronized boolean isFile(Path path) {
        return names.file(path) != null;
    }

    /** Makes a file of these bytes, with the folders above it; replaces one that is there. */
    public synchronized void put(Path file, byte... bytes) {
        FileData data = names.put(file);
        data.resize(0);
        data.overwrite(0, bytes);
        data.force();
    }

    /** Changes bytes of a file. */
    public synchronized void overwrite(Path file, int at, byte... bytes) {
        names.file(file).overwrite(at, bytes);
    }

    /** Cuts a file or extends it by zeros. */
    public synchronized void resize(Path file, int bytes) {
        FileData data = names.file(file);
        data.resize(bytes);
        data.force();
    }

    /** Deletes a file. */
    public synchronized void delete(Path file) {
        names.take(file);
    }

    /** Deletes a folder. */
    public synchronized void deleteTree(Path folder) {
        names.take(folder);
    }

    // For mounts and their files, under the lock.

    void check(int born) throws IOException {
        if (born != generation) {
            throw new IOException("the disk has crashed");
        }
    }

    /** Counts an operation, and fails if that is planned. */
    void operation(int born, Operation operation, Path path) throws IOException {
        Failure failure = failure(born, operation, path);
        if (failure != null) {
            throw failed(failure);
        }
    }

    /** Counts an operation; returns how it fails, or null. */
    Failure failure(int born, Operation operation, Path path) throws IOException {
        return failure(born, operation, path, 0, NOTHING);
    }

    Failure failure(int born, Operation operation, Path path, long at, byte[] bytes) throws IOException {
        check(born);
        if (watcher != null) {
            watcher.before(operation, path, at, bytes);
        }
        return faults.next(operation, path);
    }

    /** What a watcher is shown of a write. */
    byte[] shown(ByteBuffer source) {
        if (watcher == null) {
            return NOTHING;
        }
        byte[] bytes = new byte[source.remaining()];
        source.get(source.position(), bytes);
        return bytes;
    }

    IOException failed(Failure failure) {
        if (failure.kind() == Failure.Kind.POWER_CUT) {
            generation++;
        }
        return failure.exception();
    }

    boolean isCold() {
        return cold;
    }

    void opened() {
        openMost = Math.max(openMost, ++open);
    }

    void closed(int born) {
        if (born == generation) {
            open--;
        }
    }

    void forced() {
        forced++;
    }

    synchronized CountDownLatch forceGate(FileData data) {
        return data.isWritten() ? forceGate : OPEN_GATE;
    }

    private synchronized void failAlways(Operation operation, boolean fail, Failure failure) {
        faults.clear(operation);
        if (fail) {
            faults.plan(operation, path -> true, 1, Long.MAX_VALUE, failure);
        }
    }
}
