package org.apogeemq.bench.load;

import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.apache.rocketmq.client.producer.SendCallback;
import org.apache.rocketmq.client.producer.SendResult;
import org.apache.rocketmq.client.producer.SendStatus;

/**
 * Bounds the requests in flight and collects their outcomes. One thread sends, the client's threads answer.
 *
 * <p>{@link #enter} before each request, hand it {@link #callback}, and {@link #awaitAll} at the end.
 */
final class Outcomes {
    private static final long ANSWER_LIMIT_SECONDS = 60;

    private final int inFlight;
    private final Semaphore permits;
    private final LongAdder acknowledged = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final AtomicReference<String> firstFailure = new AtomicReference<>("");
    private final ConcurrentHistogram latencies =
            new ConcurrentHistogram(LoadResult.LATENCY_HIGHEST_NANOS, LoadResult.LATENCY_DIGITS);

    Outcomes(int inFlight) {
        if (inFlight < 1) {
            throw new IllegalArgumentException("requests in flight are " + inFlight + ", must be 1 or more");
        }
        this.inFlight = inFlight;
        this.permits = new Semaphore(inFlight);
    }

    /** Waits until there is room for one more request. */
    void enter() throws InterruptedException {
        permits.acquire();
    }

    /** Takes the answer to a request of {@code messages} messages, timed from now. */
    SendCallback callback(int messages) {
        return callback(messages, System.nanoTime());
    }

    /** Takes the answer to a request of {@code messages} messages, timed from {@code fromNanos}. */
    SendCallback callback(int messages, long fromNanos) {
        return new SendCallback() {
            @Override
            public void onSuccess(SendResult result) {
                // A status such as FLUSH_DISK_TIMEOUT means stored, but not as asked for: it does not count.
                if (result.getSendStatus() == SendStatus.SEND_OK) {
                    latencies.recordValue(Math.min(System.nanoTime() - fromNanos, LoadResult.LATENCY_HIGHEST_NANOS));
                    acknowledged.add(messages);
                } else {
                    fail(messages, result.getSendStatus().name());
                }
                permits.release();
            }

            @Override
            public void onException(Throwable cause) {
                fail(messages, cause.toString());
                permits.release();
            }
        };
    }

    private void fail(int messages, String told) {
        failed.add(messages);
        firstFailure.compareAndSet("", told);
    }

    /**
     * Waits for the answers to all requests.
     *
     * @param startNanos when the first was sent
     * @throws IOException if some are still out after a minute
     */
    LoadResult awaitAll(long startNanos) throws IOException, InterruptedException {
        if (!permits.tryAcquire(inFlight, ANSWER_LIMIT_SECONDS, TimeUnit.SECONDS)) {
            throw new IOException("%d requests have no answer after %d s"
                    .formatted(inFlight - permits.availablePermits(), ANSWER_LIMIT_SECONDS));
        }
        long nanos = System.nanoTime() - startNanos;
        permits.release(inFlight);
        return new LoadResult(acknowledged.sum(), failed.sum(), nanos, latencies, firstFailure.get());
    }
}
