package org.apogeemq.cli.group;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apogeemq.cli.screen.Listing;
import org.apogeemq.cli.screen.Shown;

/** The lag of groups as tables. Shown again, it knows what came in and what was consumed since. */
final class LagView {
    private static final long SECOND_NANOS = 1_000_000_000L;

    /** When something was seen: by the wall for people, and by a clock that does not jump. */
    record Moment(long wallMillis, long nanos) {}

    /** A line: a queue or a group, and messages a second that came in and were consumed, null if not known. */
    record Row<T>(T what, Double in, Double out) {
        /** Milliseconds until all is consumed at this pace; null if that is not to be foreseen. */
        static Long untilDone(long lag, Double in, Double out) {
            return lag == 0 || in == null || out <= in ? null : (long) (lag / (out - in) * 1_000);
        }
    }

    private record Totals(long end, long committed) {
        static Totals of(List<QueueLag> queues) {
            return new Totals(
                    queues.stream().mapToLong(QueueLag::end).sum(),
                    queues.stream().mapToLong(QueueLag::committed).sum());
        }
    }

    private final Map<String, Totals> before = new HashMap<>();
    private long beforeNanos;
    private boolean isFirst = true;

    /** The queues of one group, the largest lag first. */
    List<Row<QueueLag>> ofQueues(Standing standing, Moment now) {
        List<Row<QueueLag>> rows = new ArrayList<>();
        for (QueueLag queue : standing.queues()) {
            rows.add(row(queue, queue.place(), List.of(queue), now));
        }
        seen(now);
        return rows;
    }

    /** Groups, the largest lag first. */
    List<Row<Standing>> ofGroups(List<Standing> standings, Moment now) {
        List<Row<Standing>> rows = new ArrayList<>();
        for (Standing standing : standings) {
            rows.add(row(standing, standing.group(), standing.queues(), now));
        }
        rows.sort(Comparator.comparingLong((Row<Standing> row) -> row.what().lag())
                .reversed()
                .thenComparing(row -> row.what().group()));
        seen(now);
        return rows;
    }

    private <T> Row<T> row(T what, String key, List<QueueLag> queues, Moment now) {
        Totals totals = Totals.of(queues);
        Totals last = before.put(key, totals);
        if (isFirst || last == null) {
            return new Row<>(what, null, null);
        }
        double seconds = (double) (now.nanos() - beforeNanos) / SECOND_NANOS;
        return new Row<>(
                what,
                Math.max(0, totals.end - last.end) / seconds,
                Math.max(0, totals.committed - last.committed) / seconds);
    }

    private void seen(Moment now) {
        isFirst = false;
        beforeNanos = now.nanos();
    }

    /** What is said above the table of a group. */
    static String headline(Standing standing, List<Row<QueueLag>> rows, Moment now) {
        String line =
                standing.group() + "  lag " + Shown.whole(standing.lag()) + " in " + Shown.count(rows.size(), "queue")
                        + ", " + Shown.count(standing.clients().size(), "client") + ", " + Shown.time(now.wallMillis());
        if (rows.isEmpty() || rows.get(0).in() == null) {
            return line;
        }
        double in = rows.stream().mapToDouble(Row::in).sum();
        double out = rows.stream().mapToDouble(Row::out).sum();
        Long until = Row.untilDone(standing.lag(), in, out);
        return line + ", in " + Shown.decimal(in) + "/s, out " + Shown.decimal(out) + "/s"
                + (until == null ? "" : ", done in " + Shown.duration(until));
    }

    /**
     * @param holders who has which queue
     * @param withRates whether it is shown again and again
     */
    static Listing<Row<QueueLag>> queues(Moment now, Holders holders, boolean withRates) {
        var listing = new Listing<Row<QueueLag>>()
                .name("TOPIC", "topic", row -> row.what().topic())
                .name("BROKER", "broker", row -> row.what().broker())
                .whole("QUEUE", "queue", row -> row.what().queue())
                .whole("LAG", "lag", row -> row.what().lag());
        if (withRates) {
            listing.decimal("IN/S", "inPerSecond", Row::in).decimal("OUT/S", "outPerSecond", Row::out);
        }
        return listing.name("CLIENT", "clientId", row -> holders.of(row.what()))
                .whole("COMMITTED", "committedOffset", row -> row.what().committed())
                .whole("END", "endOffset", row -> row.what().end())
                .duration("BEHIND", "behindMillis", row -> row.what().behind(now.wallMillis()))
                .time("CONSUMED UP TO", "consumedUpToMillis", row -> row.what().lastTimestamp())
                .spare();
    }

    /** @param withRates whether it is shown again and again */
    static Listing<Row<Standing>> groups(Moment now, boolean withRates) {
        var listing = new Listing<Row<Standing>>()
                .name("GROUP", "group", row -> row.what().group())
                .whole("LAG", "lag", row -> row.what().lag());
        if (withRates) {
            listing.decimal("IN/S", "inPerSecond", Row::in).decimal("OUT/S", "outPerSecond", Row::out);
        }
        return listing.duration("BEHIND", "behindMillis", row -> row.what().behind(now.wallMillis()))
                .whole("CLIENTS", "clients", row -> row.what().clients().size())
                .list("TOPICS", "topics", row -> row.what().topics());
    }
}
