package org.apogeemq.testkit.order;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a consumer writes down of its work, in a file: each line is one write, so that all of them but a torn last one
 * are there after a kill. Safe for use by several threads; one queue is written of by one thread at a time.
 */
public final class WorkLog implements AutoCloseable {
    private static final int BEGIN_FIELDS = 6;
    private static final int END_FIELDS = 4;

    private final OutputStream file;

    /** Appends to {@code path}. */
    public WorkLog(Path path) throws IOException {
        file = new FileOutputStream(path.toFile(), true);
    }

    /** A message begins to be consumed now. */
    public void begin(int queue, long offset, int key, int sequence) {
        write("b %d %d %d %d %d%n".formatted(queue, offset, key, sequence, System.nanoTime()));
    }

    /** The message has been consumed now. */
    public void end(int queue, long offset) {
        write("e %d %d %d%n".formatted(queue, offset, System.nanoTime()));
    }

    private void write(String line) {
        try {
            file.write(line.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException("the log of work cannot be written", e);
        }
    }

    /**
     * What a log says, also while it is written; in the order of the beginnings of each queue.
     *
     * @param worker who wrote it
     * @param aliveNanos a time at which the worker was alive for sure; 0 if none is known
     */
    static List<Work> read(Path path, String worker, long aliveNanos) {
        List<Work> done = new ArrayList<>();
        Map<Integer, Work> open = new HashMap<>();
        for (String line : lines(path)) {
            String[] fields = line.split(" ");
            int queue = Integer.parseInt(fields[1]);
            long offset = Long.parseLong(fields[2]);
            long nanos = Long.parseLong(fields[fields.length - 1]);
            if (fields[0].equals("b")) {
                Work left = open.put(
                        queue,
                        new Work(
                                worker,
                                queue,
                                offset,
                                Integer.parseInt(fields[3]),
                                Integer.parseInt(fields[4]),
                                nanos,
                                nanos));
                if (left != null) {
                    throw new IllegalStateException(worker + " began queue " + queue + " twice: " + left);
                }
            } else {
                Work begun = open.remove(queue);
                done.add(ended(begun, nanos));
            }
        }
        open.values().forEach(begun -> done.add(ended(begun, Math.max(begun.startNanos(), aliveNanos))));
        return done;
    }

    private static Work ended(Work begun, long endNanos) {
        return new Work(
                begun.worker(),
                begun.queue(),
                begun.offset(),
                begun.key(),
                begun.sequence(),
                begun.startNanos(),
                endNanos);
    }

    /** Whole lines only: the last one may be on its way. */
    private static List<String> lines(Path path) {
        try {
            String text = Files.readString(path, StandardCharsets.US_ASCII);
            return text.substring(0, text.lastIndexOf('\n') + 1)
                    .lines()
                    .filter(line -> line.split(" ").length == (line.startsWith("b") ? BEGIN_FIELDS : END_FIELDS))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(path + " cannot be read", e);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
