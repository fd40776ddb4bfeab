package org.apogeemq.bench.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;

/** As threads that share one client. */
public final class SyncSenders implements ClosedLoop {
    private static final long TOPIC_LIMIT_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long RETRY_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final SyncSend send;
    private final String topic;
    private final byte[] body;
    private final Thread.Builder builder;

    /** Senders of bodies of {@code bodyBytes} bytes through {@code send}; they are threads that {@code builder} makes. */
    public SyncSenders(SyncSend send, String topic, int bodyBytes, Thread.Builder builder) {
        this.send = send;
        this.topic = topic;
        this.builder = builder;
        body = Bodies.random(bodyBytes);
    }

    @Override
    public void createTopic() throws IOException, InterruptedException {
        untilAccepted(send, topic, body);
    }

    static void untilAccepted(SyncSend send, String topic, byte[] body) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TOPIC_LIMIT_NANOS;
        String told = send.send(topic, body);
        while (!told.isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw new IOException("no message to topic " + topic + " was accepted: " + told);
            }
            LockSupport.parkNanos(RETRY_PAUSE_NANOS);
            told = send.send(topic, body);
        }
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
                new ConcurrentHistogram(Outcomes.LATENCY_HIGHEST_NANOS, Outcomes.LATENCY_DIGITS);

        void note(String told, long nanos) {
            if (told.isEmpty()) {
                acknowledged.increment();
                latencies.recordValue(Math.min(nanos, Outcomes.LATENCY_HIGHEST_NANOS));
            } else {
                failed.increment();
                firstFailure.compareAndSet("", told);
            }
        }
    }
}
