package org.apogeemq.broker.metrics;

import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/** What went in and out since start. Raised by the hot paths; any thread, no lock. */
// hot
public final class BrokerCounters {
    private final LongAdder putMessages = new LongAdder();
    private final LongAdder putBytes = new LongAdder();
    private final LongAdder putFailures = new LongAdder();
    private final LongAdder getFound = new LongAdder();
    private final LongAdder getMissed = new LongAdder();
    private final LongAdder getMessages = new LongAdder();
    private final LongAdder getBytes = new LongAdder();
    private final LongAdder putDelayLimited = new LongAdder();
    private final LongAdder damagedSkips = new LongAdder();
    private final LongAdder unreadable = new LongAdder();
    private final Latencies putLatencies = new Latencies();
    private final LongAccumulator putNanosMax = new LongAccumulator(Math::max, 0);
    private final LongAccumulator getNanosMax = new LongAccumulator(Math::max, 0);

    /** Messages of one request were stored; {@code bytes} is the size of their records. */
    public void stored(int messages, long bytes) {
        putMessages.add(messages);
        putBytes.add(bytes);
    }

    /** Messages of one request could not be stored. */
    public void notStored(int messages) {
        putFailures.add(messages);
    }

    /** A send request was refused as the broker is too busy. */
    public void refusedBusy() {
        putDelayLimited.increment();
    }

    /** A pull was answered with messages; {@code bytes} is the size of their records. */
    public void found(int messages, long bytes) {
        getFound.increment();
        getMessages.add(messages);
        getBytes.add(bytes);
    }

    /** A pull went on behind a message that is damaged. */
    public void skippedDamaged() {
        damagedSkips.increment();
    }

    /** A pull was refused as the disk did not return what it is about. */
    public void unreadable() {
        unreadable.increment();
    }

    /** A pull found nothing. */
    public void missed() {
        getMissed.increment();
    }

    /** Time messages took from where they were handed to the log until they had their outcome. */
    public void putTook(long nanos, int messages) {
        putNanosMax.accumulate(nanos);
        putLatencies.add(nanos, messages);
    }

    /** Time a pull took for reading what is not in memory; only the longest is kept. */
    public void getTook(long nanos) {
        getNanosMax.accumulate(nanos);
    }

    /** How long puts took. */
    public Latencies putLatencies() {
        return putLatencies;
    }

    /** Messages stored since start. */
    public long putMessages() {
        return putMessages.sum();
    }

    /** Bytes of the records stored since start. */
    public long putBytes() {
        return putBytes.sum();
    }

    public long putFailures() {
        return putFailures.sum();
    }

    public long refusedBusyTotal() {
        return putDelayLimited.sum();
    }

    /** Pulls answered with messages. */
    public long getFound() {
        return getFound.sum();
    }

    /** Pulls that found nothing. */
    public long getMissed() {
        return getMissed.sum();
    }

    /** How often a damaged message was skipped; each pull that meets it counts. */
    public long damagedSkips() {
        return damagedSkips.sum();
    }

    /** Pulls that were refused because of the disk. */
    public long unreadablePulls() {
        return unreadable.sum();
    }

    /** Messages handed out. */
    public long getMessages() {
        return getMessages.sum();
    }

    /** Bytes of the records handed out. */
    public long getBytes() {
        return getBytes.sum();
    }

    long putMillisMax() {
        return putNanosMax.get() / 1_000_000;
    }

    long getMillisMax() {
        return getNanosMax.get() / 1_000_000;
    }
}
