package org.apogeemq.bench.load;

import org.apache.rocketmq.client.consumer.DefaultMQPullConsumer;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.consumer.listener.MessageListenerConcurrently;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.consumer.ConsumeFromWhere;

/**
 * Opens clients of one name server. Every client has an instance of its own, as if each were a program of its own:
 * connections, threads and routes are shared with no other, and never survive from one server to the next.
 */
public final class Clients {
    /** Messages a pull asks for: Apache's default and the most its broker hands out from memory. */
    public static final int PULL_BATCH = 32;

    /** Queues of a topic that a producer makes by its first message. */
    public static final int QUEUES = 4;

    private static final int SEND_TIMEOUT_MILLIS = 10_000;

    private final String nameServer;
    private final String label;
    // Confined to the thread that opens clients.
    private int opened;

    /**
     * @param nameServer {@code host:port}
     * @param label tells the clients of this server from those of others in the same JVM
     */
    public Clients(String nameServer, String label) {
        this.nameServer = nameServer;
        this.label = label;
    }

    /** A started producer that does not repeat a failed async send, so that failures are counted, not hidden. */
    public DefaultMQProducer producer() throws MQClientException {
        DefaultMQProducer producer = new DefaultMQProducer("bench-producer");
        producer.setNamesrvAddr(nameServer);
        producer.setInstanceName(instance());
        producer.setDefaultTopicQueueNums(QUEUES);
        producer.setSendMsgTimeout(SEND_TIMEOUT_MILLIS);
        producer.setRetryTimesWhenSendAsyncFailed(0);
        producer.setRetryTimesWhenSendFailed(0);
        producer.start();
        return producer;
    }

    /** A started push consumer that reads {@code topic} from its first message. */
    public DefaultMQPushConsumer pushConsumer(String group, String topic, MessageListenerConcurrently listener)
            throws MQClientException {
        DefaultMQPushConsumer consumer = new DefaultMQPushConsumer(group);
        consumer.setNamesrvAddr(nameServer);
        consumer.setInstanceName(instance());
        consumer.setConsumeFromWhere(ConsumeFromWhere.CONSUME_FROM_FIRST_OFFSET);
        consumer.setPullBatchSize(PULL_BATCH);
        consumer.setConsumeMessageBatchMaxSize(PULL_BATCH);
        consumer.subscribe(topic, "*");
        consumer.registerMessageListener(listener);
        consumer.start();
        return consumer;
    }

    /** A started pull consumer: asks once, has no thread that asks by itself. */
    public DefaultMQPullConsumer pullConsumer(String group) throws MQClientException {
        DefaultMQPullConsumer consumer = new DefaultMQPullConsumer(group);
        consumer.setNamesrvAddr(nameServer);
        consumer.setInstanceName(instance());
        consumer.start();
        return consumer;
    }

    private String instance() {
        return label + "-" + opened++;
    }
}
