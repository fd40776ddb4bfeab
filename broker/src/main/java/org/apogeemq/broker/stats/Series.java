package org.apogeemq.broker.stats;

/**
 * Counts of one thing over the last minute, hour and day. Slots that have passed are cleared when somebody counts or
 * asks, so a series at rest does nothing. Times are milliseconds from 0 on that never go back. Thread-safe.
 */
final class Series {
    private static final Window[] WINDOWS = Window.values();
    private static final long[] NONE = new long[Window.ALL_SLOTS];
    private static final long LEAST_MILLIS = Window.MINUTE.slotMillis;

    private final long begunMillis;

    // Guarded by this.
    private final long[] messages = new long[Window.ALL_SLOTS];
    private final long[] bytes = new long[Window.ALL_SLOTS];
    private final int[] requests = new int[Window.ALL_SLOTS];
    // Made when something took a millisecond for the first time.
    private long[] millis;
    private final long[] newest = new long[WINDOWS.length];
    private long lastMillis;

    Series(long nowMillis) {
        begunMillis = nowMillis;
        lastMillis = nowMillis;
        for (Window window : WINDOWS) {
            newest[window.ordinal()] = window.slot(nowMillis);
        }
    }

    synchronized void add(long nowMillis, long moreMessages, long moreBytes, long moreRequests) {
        for (Window window : WINDOWS) {
            int index = window.index(advance(window, nowMillis));
            messages[index] += moreMessages;
            bytes[index] += moreBytes;
            requests[index] = (int) Math.min(Integer.MAX_VALUE, requests[index] + moreRequests);
        }
        lastMillis = Math.max(lastMillis, nowMillis);
    }

    /** What was added last took so many ms. */
    synchronized void addMillis(long nowMillis, long more) {
        if (more == 0) {
            return;
        }
        if (millis == null) {
            millis = new long[Window.ALL_SLOTS];
        }
        for (Window window : WINDOWS) {
            millis[window.index(advance(window, nowMillis))] += more;
        }
    }

    /** Milliseconds that requests took. */
    synchronized Figure millis(Window window, long nowMillis) {
        return sum(millis == null ? NONE : millis, window, nowMillis);
    }

    synchronized Figure messages(Window window, long nowMillis) {
        return sum(messages, window, nowMillis);
    }

    synchronized Figure bytes(Window window, long nowMillis) {
        return sum(bytes, window, nowMillis);
    }

    /** Whether nothing was counted within the last {@code millis}. */
    synchronized boolean isIdle(long nowMillis, long millis) {
        return nowMillis - lastMillis >= millis;
    }

    private Figure sum(long[] values, Window window, long nowMillis) {
        long slot = advance(window, nowMillis);
        long sum = 0;
        long times = 0;
        for (int i = window.first; i < window.first + window.slots; i++) {
            sum += values[i];
            times += requests[i];
        }
        long from = Math.max(begunMillis, (slot - window.slots + 1) * window.slotMillis);
        long elapsed = Math.max(LEAST_MILLIS, nowMillis - from);
        return new Figure(sum, sum * 1000.0 / elapsed, times == 0 ? 0 : (double) sum / times);
    }

    /** Clears the slots that have begun since, and returns the number of the newest. */
    private long advance(Window window, long nowMillis) {
        long before = newest[window.ordinal()];
        long now = Math.max(before, window.slot(nowMillis));
        for (long slot = Math.max(before + 1, now - window.slots + 1); slot <= now; slot++) {
            int index = window.index(slot);
            messages[index] = 0;
            bytes[index] = 0;
            requests[index] = 0;
            if (millis != null) {
                millis[index] = 0;
            }
        }
        newest[window.ordinal()] = now;
        return now;
    }
}
