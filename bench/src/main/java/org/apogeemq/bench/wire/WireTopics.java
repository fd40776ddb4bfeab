package org.apogeemq.bench.wire;

import java.io.IOException;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.message.MessageQueue;
import org.apogeemq.bench.load.Bodies;
import org.apogeemq.bench.load.Clients;
import org.apogeemq.bench.load.LoadResult;

/**
 * Single sends to many topics over a {@link WireConnection}: it costs the same for two topics as for thousands, which a
 * client that looks up routes does not.
 */
public final class WireTopics implements AutoCloseable {
    private final DefaultMQProducer producer;
    private final byte[] body;

    /** Sends bodies of {@code bodyBytes} bytes. */
    public WireTopics(Clients clients, int bodyBytes) throws MQClientException {
        producer = clients.producer();
        body = Bodies.random(bodyBytes);
    }

    /** Name of a topic: {@code prefix} and {@code number}, in [0, 9999], in four digits. */
    public static String name(String prefix, int number) {
        return prefix + "%04d".formatted(number);
    }

    /**
     * Sends {@code messages} messages to the queues of the first {@code topics} topics with {@code prefix} in turn.
     *
     * @param inFlight most that are without an answer
     */
    public LoadResult run(String prefix, int topics, int messages, int inFlight) throws IOException {
        MessageQueue first = first(name(prefix, 0));
        WireRequest[] requests = new WireRequest[inFlight];
        for (int i = 0; i < inFlight; i++) {
            requests[i] = WireRequest.of(first, i, body);
        }
        try (WireConnection connection = new WireConnection(producer, first)) {
            return connection.run(requests, new WireConnection.Course() {
                @Override
                public boolean goesOn(long sent, long nanos) {
                    return sent < messages;
                }

                @Override
                public void prepare(WireRequest request, long sent) {
                    request.number(sent);
                    request.aim((int) (sent % topics), (int) (sent / topics % Clients.QUEUES));
                }
            });
        }
    }

    private MessageQueue first(String topic) throws IOException {
        try {
            return producer.fetchPublishMessageQueues(topic).getFirst();
        } catch (MQClientException e) {
            throw new IOException("topic " + topic + " has no route", e);
        }
    }

    @Override
    public void close() {
        producer.shutdown();
    }
}
