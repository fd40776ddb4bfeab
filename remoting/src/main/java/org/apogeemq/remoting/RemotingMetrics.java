package org.apogeemq.remoting;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counters of a server or client since its start. Any thread; figures of the running pass may be missing. */
public final class RemotingMetrics {
    private final LongAdder accepted = new LongAdder();
    private final LongAdder closed = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder framesIn = new LongAdder();
    private final LongAdder framesOut = new LongAdder();
    private final LongAdder bytesIn = new LongAdder();
    private final LongAdder bytesOut = new LongAdder();
    private final LongAdder slowReadersClosed = new LongAdder();
    private final LongAdder idleClosed = new LongAdder();
    private final LongAdder handlerFailures = new LongAdder();
    private final LongAdder callTimeouts = new LongAdder();
    private final Map<Malformation, LongAdder> malformed = new EnumMap<>(Malformation.class);

    RemotingMetrics() {
        for (Malformation reason : Malformation.values()) {
            malformed.put(reason, new LongAdder());
        }
    }

    /** Connections open now. */
    public long connectionsOpen() {
        return Math.max(0, accepted.sum() - closed.sum());
    }

    /** Connections accepted, or made by a client. */
    public long connectionsAccepted() {
        return accepted.sum();
    }

    /** Connections refused because there were too many. */
    public long connectionsRefused() {
        return refused.sum();
    }

    public long framesIn() {
        return framesIn.sum();
    }

    public long framesOut() {
        return framesOut.sum();
    }

    public long bytesIn() {
        return bytesIn.sum();
    }

    public long bytesOut() {
        return bytesOut.sum();
    }

    /** Connections closed because the other side did not read what it asked for. */
    public long slowReadersClosed() {
        return slowReadersClosed.sum();
    }

    /** Connections closed after silence. */
    public long idleClosed() {
        return idleClosed.sum();
    }

    /** Requests whose handler threw. */
    public long handlerFailures() {
        return handlerFailures.sum();
    }

    /** Our own calls that got no answer in time. */
    public long callTimeouts() {
        return callTimeouts.sum();
    }

    /** Connections closed for {@code reason}. */
    public long malformed(Malformation reason) {
        return malformed.get(reason).sum();
    }

    void countAccepted() {
        accepted.increment();
    }

    void countClosed() {
        closed.increment();
    }

    void countRefused() {
        refused.increment();
    }

    void countTraffic(long newFramesIn, long newBytesIn, long newFramesOut, long newBytesOut) {
        framesIn.add(newFramesIn);
        bytesIn.add(newBytesIn);
        framesOut.add(newFramesOut);
        bytesOut.add(newBytesOut);
    }

    void countSlowReader() {
        slowReadersClosed.increment();
    }

    void countIdle() {
        idleClosed.increment();
    }

    void countHandlerFailure() {
        handlerFailures.increment();
    }

    void countCallTimeout() {
        callTimeouts.increment();
    }

    void countMalformed(Malformation reason) {
        malformed.get(reason).increment();
    }
}
