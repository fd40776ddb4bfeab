package org.apogeemq.bench.wire;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.message.MessageQueue;
import org.apogeemq.bench.load.Bodies;
import org.apogeemq.bench.load.Clients;
import org.apogeemq.bench.load.ClosedLoop;
import org.apogeemq.bench.load.LoadResult;
import org.apogeemq.bench.load.RocketSyncSend;

/** Without a client, over a {@link WireConnection}. As with threads that share a producer, there is one connection. */
public final class WireSenders implements ClosedLoop {
    private final String topic;
    private final byte[] body;
    private final DefaultMQProducer producer; // makes the topic and tells its route

    /** Senders of bodies of {@code bodyBytes} bytes to {@code topic}. */
    public WireSenders(Clients clients, String topic, int bodyBytes) throws MQClientException {
        this.topic = topic;
        body = Bodies.random(bodyBytes);
        producer = clients.producer();
    }

    @Override
    public void createTopic() throws IOException, InterruptedException {
        new RocketSyncSend(producer).untilAccepted(topic, body);
    }

    @Override
    public LoadResult run(int senders, int seconds) throws IOException {
        List<MessageQueue> queues = queues();
        WireRequest[] requests = new WireRequest[senders];
        for (int i = 0; i < senders; i++) {
            requests[i] = WireRequest.of(queues.get(i % queues.size()), i, body);
        }
        long length = TimeUnit.SECONDS.toNanos(seconds);
        try (WireConnection connection = new WireConnection(producer, queues.getFirst())) {
            return connection.run(requests, new WireConnection.Course() {
                @Override
                public boolean goesOn(long sent, long nanos) {
                    return nanos < length;
                }

                @Override
                public void prepare(WireRequest request, long sent) {
                    request.number(sent);
                }
            });
        }
    }

    private List<MessageQueue> queues() throws IOException {
        try {
            return producer.fetchPublishMessageQueues(topic);
        } catch (MQClientException e) {
            throw new IOException("topic " + topic + " has no route", e);
        }
    }

    @Override
    public void close() {
        producer.shutdown();
    }
}
