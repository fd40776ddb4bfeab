package org.apogeemq.bench.load;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.message.MessageQueue;

/**
 * Senders without a client: each has its request laid out beforehand and one outstanding at most; a single thread reads
 * answers and writes the next requests of those that were answered. They cost about a microsecond a message, so that on
 * a small machine the servers are what is measured. As with threads that share a producer, there is one connection.
 */
public final class WireSenders implements ClosedLoop {
    private static final int ANSWERS_BYTES = 1 << 20;
    private static final long NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    private final String topic;
    private final byte[] body;
    private final DefaultMQProducer producer; // makes the topic and tells its route
    private final ByteBuffer answers = ByteBuffer.allocateDirect(ANSWERS_BYTES).flip();
    private long sent; // over all runs: the last eight digits of unique keys

    /** Senders of bodies of {@code bodyBytes} bytes to {@code topic}. */
    public WireSenders(Clients clients, String topic, int bodyBytes) throws MQClientException {
        this.topic = topic;
        body = Bodies.random(bodyBytes);
        producer = clients.producer();
    }

    @Override
    public void createTopic() throws IOException, InterruptedException {
        SyncSenders.untilAccepted(new RocketSyncSend(producer), topic, body);
    }

    @Override
    public LoadResult run(int senders, int seconds) throws IOException {
        List<MessageQueue> queues = queues();
        WireRequest[] requests = new WireRequest[senders];
        int bytes = 0;
        for (int i = 0; i < senders; i++) {
            requests[i] = WireRequest.of(queues.get(i % queues.size()), i, body);
            bytes += requests[i].bytes();
        }
        ByteBuffer out = ByteBuffer.allocateDirect(bytes);
        try (SocketChannel channel = SocketChannel.open(address(queues.getFirst()))) {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            return loop(channel, requests, out, seconds * NANOS_PER_SECOND);
        }
    }

    private LoadResult loop(SocketChannel channel, WireRequest[] requests, ByteBuffer out, long length)
            throws IOException {
        Histogram latencies = new Histogram(Outcomes.LATENCY_HIGHEST_NANOS, Outcomes.LATENCY_DIGITS);
        long[] began = new long[requests.length];
        long failed = 0;
        String firstFailure = "";
        long start = System.nanoTime();
        for (WireRequest request : requests) {
            request.put(out, sent++);
            began[request.sender()] = start;
        }
        int outstanding = requests.length;
        long now = start;
        answers.limit(0);
        while (outstanding > 0) {
            write(channel, out);
            read(channel);
            now = System.nanoTime();
            for (; WireAnswer.isWhole(answers); WireAnswer.skip(answers)) {
                int sender = WireAnswer.sender(answers);
                int code = WireAnswer.code(answers);
                if (code == 0) {
                    latencies.recordValue(Math.min(now - began[sender], Outcomes.LATENCY_HIGHEST_NANOS));
                } else {
                    firstFailure = failed++ == 0 ? "result " + code : firstFailure;
                }
                outstanding--;
                if (now - start < length) {
                    requests[sender].put(out, sent++);
                    began[sender] = now;
                    outstanding++;
                }
            }
        }
        return new LoadResult(latencies.getTotalCount(), failed, now - start, latencies, firstFailure);
    }

    private static void write(SocketChannel channel, ByteBuffer out) throws IOException {
        out.flip();
        while (out.hasRemaining()) {
            channel.write(out);
        }
        out.clear();
    }

    private void read(SocketChannel channel) throws IOException {
        answers.compact();
        if (channel.read(answers) < 0) {
            throw new EOFException("the server closed the connection of the senders");
        }
        answers.flip();
    }

    private List<MessageQueue> queues() throws IOException {
        try {
            return producer.fetchPublishMessageQueues(topic);
        } catch (MQClientException e) {
            throw new IOException("topic " + topic + " has no route", e);
        }
    }

    private InetSocketAddress address(MessageQueue queue) {
        String address = producer.getDefaultMQProducerImpl()
                .getMqClientFactory()
                .findBrokerAddressInPublish(queue.getBrokerName());
        int colon = address.lastIndexOf(':');
        return new InetSocketAddress(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
    }

    @Override
    public void close() {
        producer.shutdown();
    }
}
