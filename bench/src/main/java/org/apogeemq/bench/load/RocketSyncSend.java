package org.apogeemq.bench.load;

import org.apache.rocketmq.client.exception.MQBrokerException;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.client.producer.SendStatus;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.remoting.exception.RemotingException;

/** Through Apache RocketMQ's client. */
public final class RocketSyncSend implements SyncSend {
    private final DefaultMQProducer producer;

    /** Sends through {@code producer}, which it closes in the end. */
    public RocketSyncSend(DefaultMQProducer producer) {
        this.producer = producer;
    }

    @Override
    public String send(String topic, byte[] body) throws InterruptedException {
        try {
            SendStatus status = producer.send(new Message(topic, body)).getSendStatus();
            return status == SendStatus.SEND_OK ? "" : status.name();
        } catch (MQClientException | RemotingException | MQBrokerException | IllegalStateException e) {
            return e.toString();
        }
    }

    @Override
    public void close() {
        producer.shutdown();
    }
}
