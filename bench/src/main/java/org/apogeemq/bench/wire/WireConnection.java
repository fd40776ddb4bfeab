package org.apogeemq.bench.wire;

import java.io.EOFException;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import org.HdrHistogram.Histogram;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.message.MessageQueue;
import org.apogeemq.bench.load.LoadResult;

/**
 * A load without a client: requests laid out beforehand on one connection, each outstanding once at most; one thread
 * reads answers and writes those requests again that were answered. It costs about a microsecond a message, so that on
 * a small machine the servers are what is measured.
 */
final class WireConnection implements AutoCloseable {
    private static final int ANSWERS_BYTES = 1 << 20;

    private final SocketChannel channel;
    private final ByteBuffer answers = ByteBuffer.allocateDirect(ANSWERS_BYTES).flip();

    /** What is sent, and for how long. */
    interface Course {
        /** Whether another message is sent, after {@code sent} in {@code nanos} nanoseconds. */
        boolean goesOn(long sent, long nanos);

        /** Makes {@code request} message number {@code sent}. */
        void prepare(WireRequest request, long sent);
    }

    /** Connects to the broker of {@code queue}, whose route {@code producer} asks for. */
    WireConnection(DefaultMQProducer producer, MessageQueue queue) throws IOException {
        channel = SocketChannel.open(Brokers.address(producer, queue));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }

    /** Sends with as many senders as there are {@code requests}; the sender of each is its index. */
    LoadResult run(WireRequest[] requests, Course course) throws IOException {
        Histogram latencies = new Histogram(LoadResult.LATENCY_HIGHEST_NANOS, LoadResult.LATENCY_DIGITS);
        long[] began = new long[requests.length];
        ByteBuffer out = ByteBuffer.allocateDirect(
                Arrays.stream(requests).mapToInt(WireRequest::bytes).sum());
        long failed = 0;
        String firstFailure = "";
        long start = System.nanoTime();
        long sent = 0;
        for (int sender = 0; sender < requests.length; sender++) {
            began[sender] = start;
            course.prepare(requests[sender], sent++);
            requests[sender].put(out);
        }
        int outstanding = requests.length;
        long now = start;
        while (outstanding > 0) {
            write(out);
            read();
            now = System.nanoTime();
            for (; WireAnswer.isWhole(answers); WireAnswer.skip(answers)) {
                int sender = WireAnswer.sender(answers);
                int code = WireAnswer.code(answers);
                if (code == 0) {
                    latencies.recordValue(Math.min(now - began[sender], LoadResult.LATENCY_HIGHEST_NANOS));
                } else {
                    firstFailure = failed++ == 0 ? "result " + code : firstFailure;
                }
                outstanding--;
                if (course.goesOn(sent, now - start)) {
                    began[sender] = now;
                    course.prepare(requests[sender], sent++);
                    requests[sender].put(out);
                    outstanding++;
                }
            }
        }
        return new LoadResult(latencies.getTotalCount(), failed, now - start, latencies, firstFailure);
    }

    private void write(ByteBuffer out) throws IOException {
        out.flip();
        while (out.hasRemaining()) {
            channel.write(out);
        }
        out.clear();
    }

    private void read() throws IOException {
        answers.compact();
        if (channel.read(answers) < 0) {
            throw new EOFException("the server closed the connection of the senders");
        }
        answers.flip();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
