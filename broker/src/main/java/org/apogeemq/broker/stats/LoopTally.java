package org.apogeemq.broker.stats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * What one event loop has counted and not handed on yet. Counting finds a cell and adds to it: no other thread sees
 * it, nothing is allocated once the cell is there. Confined to the event loop but for {@link #tick}.
 */
// hot: bench `send`, `read`
public final class LoopTally {
    /** Fewer cells than this are kept whether they are used or not. */
    private static final int CELLS_KEPT = 4_096;
    /** With more, they are made anew when fewer than one in so many was used. */
    private static final int USED_SHARE = 4;

    private final Statistics statistics;
    private final Executor loop;
    private final Map<String, Cells> puts = new HashMap<>();
    private final Map<String, Map<String, Cells>> gets = new HashMap<>();
    private final Cell allPuts = new Cell(SeriesKey.broker(Counted.BROKER_PUT));
    private final Cell allGets = new Cell(SeriesKey.broker(Counted.BROKER_GET));
    private final List<Cell> touched = new ArrayList<>();
    private int cells;
    // Written by the loop, read by the ticking timer.
    private volatile boolean pending;

    LoopTally(Statistics statistics, Executor loop) {
        this.statistics = statistics;
        this.loop = loop;
    }

    /** A request stored {@code messages}, {@code bytes} long as records, in a queue; that took so many ms. */
    public void stored(String topic, int queueId, int messages, long bytes, long millis) {
        Cells found = puts.get(topic);
        if (found == null) {
            found = new Cells(new Cell(SeriesKey.put(topic)));
            puts.put(topic, found);
            cells++;
        }
        Cell queue = found.queue(queueId);
        if (queue == null) {
            queue = new Cell(SeriesKey.put(topic, queueId));
            found.put(queueId, queue);
            cells++;
        }
        count(allPuts, messages, bytes);
        count(found.all, messages, bytes);
        count(queue, messages, bytes);
        queue.millis += millis;
    }

    /** A pull was answered with {@code messages}, {@code bytes} long as records, of a queue; that took so many ms. */
    public void handedOut(String topic, String group, int queueId, int messages, long bytes, long millis) {
        Map<String, Cells> ofGroup = gets.get(group);
        Cells found = ofGroup == null ? null : ofGroup.get(topic);
        if (found == null) {
            found = new Cells(new Cell(SeriesKey.get(topic, group)));
            gets.computeIfAbsent(group, absent -> new HashMap<>()).put(topic, found);
            cells++;
        }
        Cell queue = found.queue(queueId);
        if (queue == null) {
            queue = new Cell(SeriesKey.get(topic, group, queueId));
            found.put(queueId, queue);
            cells++;
        }
        count(allGets, messages, bytes);
        count(found.all, messages, bytes);
        count(queue, messages, bytes);
        queue.millis += millis;
    }

    /** Has the loop hand on what it has counted. Any thread; cheap while nothing was counted. */
    void tick() {
        if (pending) {
            try {
                loop.execute(this::handOn);
            } catch (RejectedExecutionException ended) {
                pending = false; // the loop has ended: it counts no more
            }
        }
    }

    private void count(Cell cell, int messages, long bytes) {
        if (cell.requests == 0) {
            if (touched.isEmpty()) {
                pending = true;
            }
            touched.add(cell);
        }
        cell.messages += messages;
        cell.bytes += bytes;
        cell.requests++;
    }

    private void handOn() {
        pending = false;
        for (Cell cell : touched) {
            statistics.add(cell.key, cell.messages, cell.bytes, cell.requests, cell.millis);
            cell.millis = 0;
            cell.messages = 0;
            cell.bytes = 0;
            cell.requests = 0;
        }
        if (cells > CELLS_KEPT && cells / USED_SHARE > touched.size()) {
            puts.clear();
            gets.clear();
            cells = 0;
        }
        touched.clear();
    }

    private static final class Cell {
        private final SeriesKey key;
        private long messages;
        private long bytes;
        private long requests;
        private long millis;

        Cell(SeriesKey key) {
            this.key = key;
        }
    }

    /** The cell of a topic, and of each of its queues. */
    private static final class Cells {
        private final Cell all;
        private Cell[] queues = new Cell[4];

        Cells(Cell all) {
            this.all = all;
        }

        Cell queue(int queueId) {
            return queueId < queues.length ? queues[queueId] : null;
        }

        void put(int queueId, Cell cell) {
            if (queueId >= queues.length) {
                queues = Arrays.copyOf(queues, Math.max(queueId + 1, 2 * queues.length));
            }
            queues[queueId] = cell;
        }
    }
}
