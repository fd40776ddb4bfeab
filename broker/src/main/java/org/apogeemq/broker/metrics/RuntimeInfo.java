package org.apogeemq.broker.metrics;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apogeemq.protocol.record.RecordFormat;
import org.apogeemq.store.log.CommitLog;
import org.apogeemq.time.Clock;

/**
 * The table of figures that administration tools show of a broker. Tools expect every key, so keys of what this broker
 * does not have (thread pools, a transient buffer) are there with the value of an idle one. Thread-safe; asks the disk.
 */
public final class RuntimeInfo {
    private static final String[] POOLS = {"send", "pull", "litePull", "query", "ack"};
    private static final int POOL_CAPACITY = 10_000;
    private static final int DELAY_LEVELS = 18;
    /** Limits of what puts may take, in ms. */
    private static final long[] PUT_MILLIS = {0, 10, 50, 100, 200, 500, 1_000, 2_000, 3_000, 4_000, 5_000, 10_000};

    private final BrokerCounters counters;
    private final Rates rates;
    private final CommitLog log;
    private final Clock clock;
    private final Supplier<DiskSpace> disk;
    private final Supplier<Map<String, String>> connections;
    private final Facts facts;
    private final long startMillis;
    private final long startNanos;

    /**
     * What does not change while the broker runs.
     *
     * @param versionName release this broker is compatible with, {@code V5_5_0}
     * @param acceptFrom startAcceptSendRequestTimeStamp
     */
    public record Facts(String versionName, long acceptFrom) {}

    /** @param connections figures of the connections by name, shown among the others */
    public RuntimeInfo(
            BrokerCounters counters,
            Rates rates,
            CommitLog log,
            Clock clock,
            Supplier<DiskSpace> disk,
            Supplier<Map<String, String>> connections,
            Facts facts) {
        this.counters = counters;
        this.rates = rates;
        this.log = log;
        this.clock = clock;
        this.disk = disk;
        this.connections = connections;
        this.facts = facts;
        startMillis = clock.wallMillis();
        startNanos = clock.monotonicNanos();
    }

    /** The figures of this moment by name. */
    public Map<String, String> table() {
        Map<String, String> table = new TreeMap<>(connections.get());
        putGeneral(table);
        putCounts(table);
        putRates(table);
        putStorage(table);
        putDelays(table);
        putPools(table);
        return table;
    }

    private void putGeneral(Map<String, String> table) {
        table.put("brokerActive", "true");
        table.put("brokerVersionDesc", facts.versionName());
        table.put("bootTimestamp", Long.toString(startMillis));
        table.put("startAcceptSendRequestTimeStamp", Long.toString(facts.acceptFrom()));
        Duration up = Duration.ofNanos(clock.monotonicNanos() - startNanos);
        table.put(
                "runtime",
                "[ " + up.toDays() + " days, " + up.toHoursPart() + " hours, " + up.toMinutesPart() + " minutes, "
                        + up.toSecondsPart() + " seconds ]");
        table.put("earliestMessageTimeStamp", Long.toString(earliestMillis()));
    }

    private void putCounts(Map<String, String> table) {
        CounterSample yesterday = rates.yesterdayMorning();
        CounterSample today = rates.todayMorning();
        CounterSample now = rates.now();
        table.put("msgPutTotalYesterdayMorning", Long.toString(yesterday.putMessages()));
        table.put("msgPutTotalTodayMorning", Long.toString(today.putMessages()));
        table.put("msgPutTotalTodayNow", Long.toString(now.putMessages()));
        table.put("msgGetTotalYesterdayMorning", Long.toString(yesterday.getMessages()));
        table.put("msgGetTotalTodayMorning", Long.toString(today.getMessages()));
        table.put("msgGetTotalTodayNow", Long.toString(now.getMessages()));
        long messages = counters.putMessages();
        table.put("putMessageTimesTotal", Long.toString(messages));
        table.put("putMessageFailedTimes", Long.toString(counters.putFailures()));
        table.put("putMessageSizeTotal", Long.toString(counters.putBytes()));
        table.put(
                "putMessageAverageSize", Double.toString(messages == 0 ? 0 : (double) counters.putBytes() / messages));
        table.put("getMessageDamagedSkipped", Long.toString(counters.damagedSkips())); // not one of Apache's
        table.put("getMessageUnreadable", Long.toString(counters.unreadablePulls())); // nor this
        table.put("putMessageDistributeTime", distribution(counters.putLatencies()));
        table.put("putMessageEntireTimeMax", Long.toString(counters.putMillisMax()));
        table.put("getMessageEntireTimeMax", Long.toString(counters.getMillisMax()));
        table.put("putLatency99", millis(counters.putLatencies(), 0.99));
        table.put("putLatency999", millis(counters.putLatencies(), 0.999));
    }

    private static String millis(Latencies latencies, double share) {
        return String.format(Locale.ROOT, "%.2f", latencies.millis(share));
    }

    /** As people and their scripts know it from Apache's. */
    private static String distribution(Latencies latencies) {
        StringBuilder text = new StringBuilder("[<=0ms]:").append(latencies.between(-1, 1));
        for (int i = 0; i + 1 < PUT_MILLIS.length; i++) {
            text.append(" [")
                    .append(span(PUT_MILLIS[i], PUT_MILLIS[i + 1]))
                    .append("]:")
                    .append(latencies.between(Math.max(1, PUT_MILLIS[i]), PUT_MILLIS[i + 1]));
        }
        return text.append(" [10s~]:")
                .append(latencies.between(10_000, Long.MAX_VALUE))
                .toString();
    }

    private static String span(long from, long to) {
        return to > 1_000 ? from / 1_000 + "~" + to / 1_000 + "s" : from + "~" + to + "ms";
    }

    private void putRates(Map<String, String> table) {
        table.put("putTps", rates.text(CounterSample::putMessages));
        table.put("getFoundTps", rates.text(CounterSample::getFound));
        table.put("getMissTps", rates.text(CounterSample::getMissed));
        table.put("getTotalTps", rates.text(sample -> sample.getFound() + sample.getMissed()));
        table.put("getTransferredTps", rates.text(CounterSample::getMessages));
    }

    private void putStorage(Map<String, String> table) {
        DiskSpace space = disk.get();
        table.put("commitLogMinOffset", Long.toString(log.minOffset()));
        table.put("commitLogMaxOffset", Long.toString(log.maxOffset()));
        table.put("commitLogDiskRatio", Double.toString(space.usedRatio()));
        table.put("consumeQueueDiskRatio", Double.toString(space.usedRatio()));
        table.put("commitLogDirCapacity", space.text());
        table.put("dispatchBehindBytes", "0"); // queues are written with the log
        table.put("dispatchMaxBuffer", "0");
        table.put("pageCacheLockTimeMills", "0");
        table.put("remainTransientStoreBufferNumbs", Integer.toString(Integer.MAX_VALUE)); // says: there is no pool
        table.put("remainHowManyDataToFlush", DiskSpace.size(Math.max(0, log.appendedOffset() - log.flushedOffset())));
    }

    private static void putDelays(Map<String, String> table) {
        for (int level = 1; level <= DELAY_LEVELS; level++) {
            table.put("scheduleMessageOffset_" + level, "0,0");
        }
        table.put("timerReadBehind", "0");
        table.put("timerOffsetBehind", "0");
        table.put("timerCongestNum", "0");
        table.put("timerEnqueueTps", "0.0");
        table.put("timerDequeueTps", "0.0");
    }

    private static void putPools(Map<String, String> table) {
        for (String pool : POOLS) {
            table.put(pool + "ThreadPoolQueueSize", "0");
            table.put(pool + "ThreadPoolQueueCapacity", Integer.toString(POOL_CAPACITY));
            table.put(pool + "ThreadPoolQueueHeadWaitTimeMills", "0");
        }
        table.put("EndTransactionQueueSize", "0");
        table.put("EndTransactionThreadPoolQueueCapacity", Integer.toString(POOL_CAPACITY));
    }

    private long earliestMillis() {
        ByteBuffer first = log.maxOffset() > log.minOffset() ? log.record(log.minOffset()) : null;
        return first == null ? -1 : RecordFormat.storeTimestamp(first, 0);
    }
}
