package org.apogeemq.store.fuzz;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs one case after the other on a thread of its own, and watches it: a case that takes longer than {@value
 * #LIMIT_SECONDS} seconds hangs.
 */
final class FuzzRun {
    private static final int LIMIT_SECONDS = 20;
    private static final int TOLD_EACH = 50_000;
    private static final int TRACE_LINES = 14;

    private final List<Image> images;
    private final long from;
    private final long to;
    private final int failuresMax;

    private final Thread thread;
    private final List<String> failures = new ArrayList<>(); // read when the thread has ended
    private volatile long seed;
    private volatile long opened;

    /** Of the seeds {@code [from, from + count)}, until so many have failed. */
    FuzzRun(List<Image> images, long from, long count, int failuresMax) {
        this.images = images;
        this.from = from;
        to = from + count;
        this.failuresMax = failuresMax;
        seed = from;
        thread = new Thread(this::cases, "fuzz");
        thread.setDaemon(true);
    }

    /** Runs them all; returns what failed. */
    List<String> run() throws InterruptedException {
        thread.start();
        long last = -1;
        int seconds = 0;
        while (!thread.join(Duration.ofSeconds(1))) {
            long now = seed;
            seconds = now == last ? seconds + 1 : 0;
            last = now;
            if (seconds >= LIMIT_SECONDS) {
                return List.of("seed " + now + " hangs\n" + lines(thread.getStackTrace()));
            }
        }
        return failures;
    }

    /** Stores that could be opened. */
    long opened() {
        return opened;
    }

    private void cases() {
        for (long next = from; next < to && failures.size() < failuresMax; next++) {
            seed = next;
            try {
                FuzzCase tried = new FuzzCase(images.get((int) (next % images.size())), next);
                opened += tried.run() ? 1 : 0;
            } catch (Throwable e) { // whatever it is, it belongs to this seed
                failures.add("seed " + next + ": " + e.getMessage() + "\n" + lines(first(e).getStackTrace()));
                System.out.println(failures.getLast());
            }
            if ((next + 1 - from) % TOLD_EACH == 0) {
                System.out.println(
                        "fuzz: " + (next + 1 - from) + " done, seed " + next + ", " + failures.size() + " failures");
            }
        }
    }

    private static Throwable first(Throwable failure) {
        Throwable first = failure;
        while (first.getCause() != null) {
            first = first.getCause();
        }
        return first;
    }

    private static String lines(StackTraceElement[] trace) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < Math.min(TRACE_LINES, trace.length); i++) {
            lines.append("    ").append(trace[i]).append('\n');
        }
        return lines.toString();
    }
}
