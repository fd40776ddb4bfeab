package org.apogeemq.conformance;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.consumer.listener.ConsumeOrderlyStatus;
import org.apache.rocketmq.client.consumer.listener.MessageListenerOrderly;
import org.apache.rocketmq.common.consumer.ConsumeFromWhere;
import org.apache.rocketmq.common.message.MessageExt;
import org.apogeemq.conformance.clients.Inbox;
import org.apogeemq.testkit.order.WorkLog;

/**
 * An orderly consumer of messages {@code key:sequence} in a process of its own, to be killed. Arguments: log of its
 * work, name server, group, topic.
 */
final class OrderlyProgram {
    private static final long WORK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private OrderlyProgram() {}

    /** Consumes until it is killed, or terminated, when it leaves its group first. */
    public static void main(String[] arguments) throws Exception {
        var log = new WorkLog(Path.of(arguments[0]));
        var consumer = new DefaultMQPushConsumer(arguments[2]);
        consumer.setNamesrvAddr(arguments[1]);
        consumer.setConsumeFromWhere(ConsumeFromWhere.CONSUME_FROM_FIRST_OFFSET);
        consumer.setAwaitTerminationMillisWhenShutdown(5_000);
        consumer.subscribe(arguments[3], "*");
        consumer.registerMessageListener((MessageListenerOrderly) (messages, context) -> {
            messages.forEach(message -> consume(message, log));
            return ConsumeOrderlyStatus.SUCCESS;
        });
        consumer.start();
        Runtime.getRuntime().addShutdownHook(new Thread(consumer::shutdown, "leave"));
        System.out.println("consumer started");
    }

    private static void consume(MessageExt message, WorkLog log) {
        String[] parts = Inbox.body(message).split(":");
        log.begin(
                message.getQueueId(), message.getQueueOffset(), Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
        LockSupport.parkNanos(WORK_NANOS);
        log.end(message.getQueueId(), message.getQueueOffset());
    }
}
