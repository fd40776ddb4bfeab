package org.apogeemq.bench.append;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
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
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Threads that append 1 KiB each and wait until it is on the disk, without any network: what group commit gives. Other
 * numbers of threads: {@code -t 1}, {@code -t 8}.
 */
@BenchmarkMode({Mode.Throughput, Mode.SampleTime})
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "--enable-native-access=ALL-UNNAMED"})
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 3)
@Threads(64)
public class SyncAppendBenchmark {
    private static final int BODY_BYTES = 1024;

    /** The store all threads share. */
    @State(Scope.Benchmark)
    public static class Shared {
        private StoreFixture fixture;

        /** Opens an empty store. */
        @Setup(Level.Trial)
        public void open() throws IOException {
            fixture = StoreFixture.open(Flushing.Mode.SYNC_FLUSH);
        }

        /** Closes and deletes it. */
        @TearDown(Level.Trial)
        public void close() throws IOException {
            fixture.close();
        }
    }

    /** What one sender has. */
    @State(Scope.Thread)
    public static class Sender {
        private final RecordFields record = StoreFixture.record(BODY_BYTES);
        private final Draft draft = new Draft(4 * BODY_BYTES, 1, _ -> done());
        private volatile Thread waiting;
        private int sent;

        private void done() {
            Thread thread = waiting;
            waiting = null;
            LockSupport.unpark(thread);
        }
    }

    /** One message, from handing it in until it is acknowledged. */
    @Benchmark
    public long append(Shared shared, Sender sender) {
        Draft draft = sender.draft;
        shared.fixture.fill(draft, sender.record, 1, sender.sent++);
        sender.waiting = Thread.currentThread();
        shared.fixture.store().submit(draft);
        while (sender.waiting != null) {
            LockSupport.park(draft);
        }
        if (draft.outcome(0) != Outcome.STORED) {
            throw new IllegalStateException("not stored: " + draft.outcome(0));
        }
        long logOffset = draft.logOffset(0);
        draft.clear();
        return logOffset;
    }
}
