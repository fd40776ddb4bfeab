package org.apogeemq.bench.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;

/** As threads that share one client. */
public final class SyncSenders implements ClosedLoop {

    private final SyncSend send;
    private final String topic;
    private final byte[] body;
    private final Thread.Builder builder;

    /** Senders of bodies of {@code bodyBytes} bytes through {@code send}, as threads that {@code builder} makes. */
    public SyncSenders(SyncSend send, String topic, int bodyBytes, Thread.Builder builder) {
        this.send = send;
        this.topic = topic;
        this.builder = builder;
        body = Bodies.random(bodyBytes);
    }

    @Override
    public void createTopic() throws IOException, InterruptedException {
        send.untilAccepted(topic, body);
    }

    @Override
    public LoadResult run(int senders, int seconds) throws InterruptedException {
        Counts counts = new Counts();
        CountDownLatch begin = new CountDownLatch(1);
        AtomicReference<Long> end = new AtomicReference<>(0L);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < senders; i++) {
            threads.add(builder.name("sender-" + i).start(() -> loop(begin, end, counts)));
        }
        long start = System.nanoTime();
        end.set(start + TimeUnit.SECONDS.toNanos(seconds));
        begin.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        long nanos = System.nanoTime() - start;
        return new LoadResult(
                counts.acknowledged.sum(), counts.failed.sum(), nanos, counts.latencies, counts.firstFailure.get());
    }

    @Override
    public void close() {
        send.close();
    }

    private void loop(CountDownLatch begin, AtomicReference<Long> end, Counts counts) {
        try {
            begin.await();
            long until = end.get();
            long now = System.nanoTime();
            while (now < until) {
                String told = send.send(topic, body);
                long done = System.nanoTime();
                counts.note(told, done - now);
                now = done;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static final class Counts {
        private final LongAdder acknowledged = new LongAdder();
        private final LongAdder failed = new LongAdder();
        private final AtomicReference<String> firstFailure = new AtomicReference<>("");
        private final ConcurrentHistogram latencies =
                new ConcurrentHistogram(LoadResult.LATENCY_HIGHEST_NANOS, LoadResult.LATENCY_DIGITS);

        void note(String told, long nanos) {
            if (told.isEmpty()) {
                acknowledged.increment();
                latencies.recordValue(Math.min(nanos, LoadResult.LATENCY_HIGHEST_NANOS));
            } else {
                failed.increment();
                firstFailure.compareAndSet("", told);
            }
        }
    }
}
