package org.apogeemq.conformance.clients;

import java.util.ArrayList;
import java.util.List;
import org.apache.rocketmq.client.consumer.DefaultMQPullConsumer;
import org.apache.rocketmq.client.consumer.PullResult;
import org.apache.rocketmq.client.consumer.PullStatus;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.common.message.MessageExt;
import org.apache.rocketmq.common.message.MessageQueue;

/** Reads whole topics with Apache's plain pull consumer, the simplest reader that every version has. */
@SuppressWarnings("deprecation")
final class Reader implements AutoCloseable {
    private static final int PULL_COUNT = 32;

    private final DefaultMQPullConsumer consumer = new DefaultMQPullConsumer(Clients.unique("readers"));
    private final int limitMillis;

    Reader(String nameServer, int limitMillis) {
        this.limitMillis = limitMillis;
        consumer.setNamesrvAddr(nameServer);
        consumer.setInstanceName(Clients.unique("reader"));
        try {
            consumer.start();
        } catch (MQClientException e) {
            throw new IllegalStateException("no reader can be started", e);
        }
    }

    /** Every message of a topic, queue after queue, each from its least to its greatest offset. */
    List<MessageExt> readAll(String topic) {
        var messages = new ArrayList<MessageExt>();
        try {
            for (MessageQueue queue : Clients.sorted(consumer.fetchSubscribeMessageQueues(topic))) {
                read(queue, messages);
            }
        } catch (Exception e) {
            throw new IllegalStateException("topic " + topic + " cannot be read", e);
        }
        return messages;
    }

    private void read(MessageQueue queue, List<MessageExt> messages) throws Exception {
        long offset = consumer.minOffset(queue);
        long end = consumer.maxOffset(queue);
        while (offset < end) {
            PullResult result = consumer.pull(queue, "*", offset, PULL_COUNT, limitMillis);
            if (result.getPullStatus() == PullStatus.FOUND) {
                messages.addAll(result.getMsgFoundList());
            } else if (result.getNextBeginOffset() <= offset) {
                throw new IllegalStateException("%s at offset %d of %s, which ends at %d: %s"
                        .formatted(result.getPullStatus(), offset, queue, end, result));
            }
            offset = result.getNextBeginOffset();
        }
    }

    @Override
    public void close() {
        consumer.shutdown();
    }
}
