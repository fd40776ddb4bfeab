package org.apogeemq.chaos.consumers;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.consumer.listener.ConsumeOrderlyStatus;
import org.apache.rocketmq.client.consumer.listener.MessageListenerOrderly;
import org.apache.rocketmq.common.consumer.ConsumeFromWhere;
import org.apache.rocketmq.common.message.MessageExt;
import org.apogeemq.testkit.order.WorkLog;

/** The process that is killed. Arguments: log of its work, name server, group, topic. */
public final class OrderlyConsumer {
    private static final long WORK_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(3);
    private static final int LEAVE_MILLIS = 10_000;

    private OrderlyConsumer() {}

    /** Consumes messages {@code key:sequence} until it is killed, or terminated, when it leaves its group first. */
    public static void main(String[] arguments) throws Exception {
        var log = new WorkLog(Path.of(arguments[0]));
        var consumer = new DefaultMQPushConsumer(arguments[2]);
        consumer.setNamesrvAddr(arguments[1]);
        consumer.setConsumeFromWhere(ConsumeFromWhere.CONSUME_FROM_FIRST_OFFSET);
        consumer.setAwaitTerminationMillisWhenShutdown(LEAVE_MILLIS);
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
        String[] parts = new String(message.getBody(), StandardCharsets.US_ASCII).split(":");
        log.begin(
                message.getQueueId(), message.getQueueOffset(), Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(WORK_NANOS_MAX));
        log.end(message.getQueueId(), message.getQueueOffset());
    }
}
