package org.apogeemq.store.timer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apogeemq.store.disk.Disk;

/**
 * All pending timers, given out in order. New ones are kept in memory up to a bound, then written as a file in order;
 * files are merged when there are many of a size, so that there are never more than some dozens. Memory does not grow
 * with the number of timers: of each file a few blocks are held.
 *
 * <p>Keys that differ in the lowest bit only go together: while one of them is given out, none of them leaves the
 * files. What is in no file when the process ends has to be added again, from {@link #takenTo} on. For one thread, but
 * for the work that {@link #saving} and {@link #merge} hand out.
 */
public final class TimerIndex implements AutoCloseable {
    /** So many files of about a size are made one. */
    private static final int MERGED_AT_ONCE = 8;

    private final Disk disk;
    private final Path folder;
    private final int heapMax;
    private final TimerHeap heap;
    private final List<Run> runs = new ArrayList<>();
    private final List<Path> fresh = new ArrayList<>(); // written and not known to be durable
    private final List<Path> unused = new ArrayList<>(); // to be deleted when the list without them is durable
    private final TimerEntry head = new TimerEntry();
    private Run headRun; // null: the head is in the heap, or there is none
    private boolean headKnown;
    private long nextId = 1;
    private long takenTo;
    private long lastKey;
    private long lastOffset = -1;
    private boolean merging;

    private TimerIndex(Disk disk, Path folder, int heapMax) {
        this.disk = disk;
        this.folder = folder;
        this.heapMax = heapMax;
        heap = new TimerHeap(heapMax);
    }

    /**
     * Opens the index in {@code folder}, making it if there is none. Damage makes it empty.
     *
     * @param heapMax timers in memory, 1 or more
     * @param fromKey the first timer given out is one with this key or a higher one
     */
    public static TimerIndex open(Disk disk, Path folder, int heapMax, long fromKey) throws IOException {
        disk.createFolders(folder);
        TimerIndex index = new TimerIndex(disk, folder, heapMax);
        index.lastKey = fromKey;
        RunList list = RunList.read(disk, folder);
        try {
            index.take(list == null ? RunList.NONE : list);
        } catch (DamagedTimersException e) {
            index.clear();
        }
        index.deleteOthers();
        return index;
    }

    private void take(RunList list) throws IOException {
        for (RunList.Entry entry : list.runs()) {
            nextId = Math.max(nextId, entry.id() + 1);
        }
        for (RunList.Entry entry : list.runs()) {
            Run run = new Run(disk, folder, entry.id(), entry.timers());
            runs.add(run);
            run.seek(lastKey, -1);
        }
        takenTo = list.takenTo();
    }

    private void deleteOthers() throws IOException {
        for (String name : disk.list(folder)) {
            Path path = folder.resolve(name);
            boolean ours = runs.stream().anyMatch(run -> run.path().equals(path));
            if (name.endsWith(RunFormat.SUFFIX) && !ours) {
                disk.delete(path);
            }
        }
    }

    /** Forgets everything; timers have to be added again from the first on. */
    public void clear() throws IOException {
        for (Run run : runs) {
            run.close();
            unused.add(run.path());
        }
        runs.clear();
        fresh.clear();
        heap.clear();
        headKnown = false;
        takenTo = 0;
    }

    /** Queue offset of the first timer that is in no file, and has to be added again when the index was opened. */
    public long takenTo() {
        return takenTo;
    }

    /** Timers there are at most; some may have been given out. */
    public long size() {
        return heap.size() + runs.stream().mapToLong(Run::entries).sum();
    }

    /** Whether {@link #flush} has to succeed before any can be added. */
    public boolean isFull() {
        return heap.isFull();
    }

    /** Adds a timer. Its turn comes also if it is before those given out already. */
    // hot
    public void add(TimerEntry timer) {
        heap.add(timer);
        if (headKnown && (head.isAfter(timer.key, timer.logOffset) || isEmptyHead())) {
            headKnown = false;
        }
    }

    private boolean isEmptyHead() {
        return head.key == Long.MAX_VALUE;
    }

    /** The timer that is next, as long as nothing is changed; {@code null} if there is none. */
    // hot
    public TimerEntry head() {
        if (!headKnown) {
            headRun = Merge.first(runs);
            boolean inHeap =
                    heap.size() > 0 && (headRun == null || headRun.head().isAfter(heap.firstKey(), heap.firstOffset()));
            if (inHeap) {
                headRun = null;
                heap.get(0, head);
            } else if (headRun != null) {
                head.set(headRun.head());
            } else {
                head.set(Long.MAX_VALUE, 0, 0, 0);
            }
            headKnown = true;
        }
        return isEmptyHead() ? null : head;
    }

    /**
     * Goes on behind the timer that is next.
     *
     * @throws DamagedTimersException if a file is damaged: {@link #clear}
     */
    // hot
    public void removeHead() throws IOException {
        if (head() == null) {
            throw new IllegalStateException("there is no timer to remove");
        }
        lastKey = head.key;
        lastOffset = head.logOffset;
        headKnown = false;
        if (headRun == null) {
            heap.removeFirst();
        } else {
            headRun.advance();
        }
    }

    /**
     * Writes the timers in memory to a file.
     *
     * @param to queue offset behind the last timer that was added
     * @throws IOException if that failed; nothing has changed
     */
    public void flush(long to) throws IOException {
        if (heap.size() > 0) {
            long id = nextId++;
            heap.sort();
            try (RunWriter writer = new RunWriter(disk, folder, id)) {
                TimerEntry entry = new TimerEntry();
                for (int i = 0; i < heap.size(); i++) {
                    heap.get(i, entry);
                    writer.add(entry);
                }
                writer.finish();
            }
            Run run = new Run(disk, folder, id, heap.size());
            runs.add(run);
            run.seek(Long.MIN_VALUE, -1);
            fresh.add(run.path());
            heap.clear();
            headKnown = false;
        }
        takenTo = to;
    }

    /** What makes the index durable as it is now. Only what was flushed is in it. */
    public Saving saving() throws IOException {
        for (Run run : List.copyOf(runs)) {
            if (run.isAtEnd() && run.head().key < groupKey() && !merging) {
                drop(run);
            }
        }
        var saving =
                new Saving(disk, folder, new RunList(takenTo, entries(runs)), List.copyOf(fresh), List.copyOf(unused));
        headKnown = false;
        return saving;
    }

    /** Says that it has been done. */
    public void saved(Saving saving) {
        fresh.removeAll(saving.fresh());
        unused.removeAll(saving.unused());
    }

    /** Looks through the timers in the files, but for those that were given out a while ago. */
    public TimerScan scan() throws IOException {
        List<Run> opened = new ArrayList<>();
        for (Run run : runs) {
            Run again = new Run(disk, folder, run.id(), run.entries());
            opened.add(again);
            again.seek(groupKey(), -1);
        }
        return new TimerScan(opened);
    }

    /**
     * What makes the files fewer; {@code null} if they are few, or it is being done.
     *
     * @param unwanted timers that are left out; asked by the thread that merges
     */
    public Merge merge(Predicate<TimerEntry> unwanted) {
        if (merging) {
            return null;
        }
        List<List<Run>> bySize = new ArrayList<>();
        for (Run run : runs) {
            int tier = tier(run.entries());
            while (bySize.size() <= tier) {
                bySize.add(new ArrayList<>());
            }
            bySize.get(tier).add(run);
        }
        for (List<Run> alike : bySize) {
            if (alike.size() >= MERGED_AT_ONCE) {
                merging = true;
                return new Merge(disk, folder, entries(alike), nextId++, groupKey(), unwanted);
            }
        }
        return null;
    }

    /**
     * Takes over what a merge has made, or not.
     *
     * @param done whether it succeeded
     */
    public void adopt(Merge merge, boolean done) throws IOException {
        merging = false;
        List<Run> sources = runs.stream()
                .filter(run -> merge.sources().stream().anyMatch(source -> source.id() == run.id()))
                .toList();
        Path path = RunFormat.path(folder, merge.id());
        if (!done || sources.size() < merge.sources().size()) { // the index was cleared meanwhile
            disk.delete(path);
            return;
        }
        if (merge.entries() > 0) {
            Run run = new Run(disk, folder, merge.id(), merge.entries());
            run.seek(lastKey, lastOffset);
            runs.add(run);
            fresh.add(path);
        } else {
            disk.delete(path);
        }
        for (Run source : sources) {
            drop(source);
        }
        headKnown = false;
    }

    /** The first key of those that go together with the one given out last. */
    private long groupKey() {
        return lastKey & ~1L;
    }

    private void drop(Run run) throws IOException {
        run.close();
        runs.remove(run);
        fresh.remove(run.path());
        unused.add(run.path());
    }

    /** 0 for what one flush writes, one more for each eightfold. */
    private int tier(long entries) {
        int tier = 0;
        for (long size = entries; size > heapMax; size /= MERGED_AT_ONCE) {
            tier++;
        }
        return tier;
    }

    private static List<RunList.Entry> entries(List<Run> runs) {
        return runs.stream()
                .map(run -> new RunList.Entry(run.id(), run.entries()))
                .toList();
    }

    /** Goes back to {@code key}: what is added there from now on is in order again. What was given out stays so. */
    public void goBack(long key) {
        lastKey = key;
        lastOffset = Long.MAX_VALUE;
    }

    /** Closes the files; what is only in memory is forgotten. */
    @Override
    public void close() throws IOException {
        for (Run run : runs) {
            run.close();
        }
        runs.clear();
    }
}
