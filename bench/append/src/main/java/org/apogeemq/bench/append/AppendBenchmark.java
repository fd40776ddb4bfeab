package org.apogeemq.bench.append;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.apogeemq.protocol.record.RecordFields;
import org.apogeemq.store.log.Draft;
import org.apogeemq.store.log.Flushing;
import org.apogeemq.store.log.Outcome;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One thread appends, asynchronous flush: laying out the record, placing it, the write, the queue entry, confirmation.
 * Each iteration has a fresh store, so that the disk does not fill. With {@code -prof gc}: bytes allocated per record.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "--enable-native-access=ALL-UNNAMED"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 4, time = 1)
public class AppendBenchmark {
    private static final int DRAFT_RECORDS = 32;
    private static final int DRAFT_BYTES = 256 << 10;

    /** Bytes of a message's body; about 220 more are stored with it. */
    @Param({"100", "1024"})
    public int bodyBytes;

    private StoreFixture fixture;
    private RecordFields record;
    private Draft draft;
    private int next;
    private volatile boolean completed;

    /** Opens an empty store. */
    @Setup(Level.Iteration)
    public void open() throws IOException {
        fixture = StoreFixture.open(Flushing.Mode.ASYNC_FLUSH);
        record = StoreFixture.record(bodyBytes);
        draft = new Draft(DRAFT_BYTES, DRAFT_RECORDS, _ -> completed = true);
    }

    /** Closes and deletes it. */
    @TearDown(Level.Iteration)
    public void close() throws IOException {
        fixture.close();
    }

    @Benchmark
    public long single() {
        return append(1);
    }

    @Benchmark
    @OperationsPerInvocation(DRAFT_RECORDS)
    public long draftOf32() {
        return append(DRAFT_RECORDS);
    }

    private long append(int records) {
        fixture.fill(draft, record, records, next);
        next += records;
        completed = false;
        fixture.store().submit(draft);
        while (!completed) { // the background thread may own the log at this moment
            Thread.onSpinWait();
        }
        if (draft.outcome(0) != Outcome.STORED) {
            throw new IllegalStateException("not stored: " + draft.outcome(0));
        }
        long logOffset = draft.logOffset(records - 1);
        draft.clear();
        return logOffset;
    }
}
