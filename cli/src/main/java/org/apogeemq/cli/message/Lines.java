package org.apogeemq.cli.message;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apogeemq.cli.grammar.CommandFailure;

/**
 * Letters to be sent, in lines: those of one key one after the other in the order in which they came, lines at the same
 * time. Filled, run and cleared by one thread.
 */
final class Lines implements AutoCloseable {
    /** Sends one letter. */
    @FunctionalInterface
    interface Step {
        void run() throws InterruptedException;
    }

    private record Entry(DeadLetter letter, Step step) {}

    private final ExecutorService threads;
    private final Map<Object, List<Entry>> lines = new LinkedHashMap<>();
    private final Map<DeadLetter, Boolean> done = Collections.synchronizedMap(new IdentityHashMap<>());
    private int size;

    /** @param together lines that are under way at once; 0 if nothing is to be run */
    Lines(int together) {
        threads = together == 0
                ? null
                : Executors.newFixedThreadPool(
                        together,
                        Thread.ofPlatform().daemon().name("apogee-resend-", 0).factory());
    }

    /** @param key those with the same are sent in their order; null: at any time */
    void add(String key, DeadLetter letter, Step step) {
        lines.computeIfAbsent(key == null ? new Object() : key, same -> new ArrayList<>())
                .add(new Entry(letter, step));
        size++;
    }

    /** How many letters were added. */
    int size() {
        return size;
    }

    /** Sends them; a line ends with the first that fails. Returns the first failure, or null. */
    CommandFailure run() throws InterruptedException {
        List<Future<?>> running = new ArrayList<>();
        for (List<Entry> line : lines.values()) {
            running.add(threads.submit(() -> {
                for (Entry entry : line) {
                    entry.step.run();
                    done.put(entry.letter, true);
                }
                return null;
            }));
        }
        CommandFailure first = null;
        for (Future<?> one : running) {
            try {
                one.get();
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof CommandFailure failure)) {
                    throw new IllegalStateException("sending a letter failed", e.getCause());
                }
                first = first == null ? failure : first;
            }
        }
        return first;
    }

    /** Whether a letter was sent. */
    boolean isDone(DeadLetter letter) {
        return done.containsKey(letter);
    }

    /** Begins anew. */
    void clear() {
        lines.clear();
        done.clear();
        size = 0;
    }

    /** Nothing is under way any more, or shall go on. */
    @Override
    public void close() {
        if (threads != null) {
            threads.shutdownNow();
        }
    }
}
