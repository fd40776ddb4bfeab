package org.apogeemq.conformance.apache;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.rocketmq.client.producer.LocalTransactionState;
import org.apache.rocketmq.client.producer.SendResult;
import org.apache.rocketmq.client.producer.TransactionListener;
import org.apache.rocketmq.client.producer.TransactionMQProducer;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageExt;
import org.apogeemq.conformance.clients.Clients;

/** What a broker of these tests holds: ordinary messages, batches, delayed ones, transactions of every outcome. */
final class Contents {
    static final String ORDERS = "orders";
    static final String BILLS = "bills";
    static final int QUEUES = 4;
    static final String SCHEDULED = "SCHEDULE_TOPIC_XXXX";
    static final String HALF = "RMQ_SYS_TRANS_HALF_TOPIC";
    static final int DELAY_LEVELS = 18;
    static final int SHORT_DELAYS = 3;

    private static final int TWO_HOURS = 18;
    private static final int ONE_SECOND = 1;

    private final Random random = new Random(7);
    private final Parties parties;

    Contents(Parties parties) {
        this.parties = parties;
    }

    /** Sends as many messages as fill several segments and queue files. */
    void send(String name, int count) {
        Parties.checked(() -> {
            for (int i = 0; i < count; i++) {
                parties.producer.send(message(name + i, i));
            }
            return null;
        });
    }

    /**
     * Sends until the broker is gone.
     *
     * @param acknowledged takes the place and offset id of each message that was acknowledged
     */
    void sendUntilGone(Queue<String> acknowledged) {
        try {
            for (int i = 0; ; i++) {
                SendResult result = parties.producer.send(message("last" + i, i));
                acknowledged.add(Seen.place(ORDERS, result.getMessageQueue().getQueueId(), result.getQueueOffset())
                        + " " + result.getOffsetMsgId());
            }
        } catch (Exception e) {
            assert !acknowledged.isEmpty() : e;
        }
    }

    private Message message(String key, int i) {
        byte[] body = new byte[random.nextInt(2_000)];
        random.nextBytes(body);
        var message = new Message(ORDERS, "t" + i % 3, key + " every", body);
        message.putUserProperty("colour", "green " + i);
        message.setFlag(i);
        return message;
    }

    /** Two batches of ten. */
    void sendBatches() {
        Parties.checked(() -> {
            for (int i = 0; i < 2; i++) {
                List<Message> batch = new ArrayList<>();
                for (int j = 0; j < 10; j++) {
                    batch.add(new Message(BILLS, "batch", "b" + i + j, ("batch " + j).getBytes(UTF_8)));
                }
                parties.producer.send(batch);
            }
            return null;
        });
    }

    /** One message that is due in two hours, three that are delivered at once. */
    void sendDelayed() {
        Parties.checked(() -> {
            for (int level : new int[] {TWO_HOURS, ONE_SECOND, ONE_SECOND, ONE_SECOND}) {
                var message = new Message(BILLS, "late", ("delayed by level " + level).getBytes(UTF_8));
                message.setDelayTimeLevel(level);
                parties.producer.send(message);
            }
            return null;
        });
    }

    /** How many of the delayed messages have been delivered. */
    long delivered() {
        return parties.readAll(BILLS, QUEUES).stream()
                .filter(seen -> "late".equals(seen.properties().get("TAGS")))
                .count();
    }

    /** Transactions that are committed, taken back, and left open. */
    void sendTransactions(String nameServer) {
        var producer = new TransactionMQProducer(Clients.unique("transactions"));
        producer.setNamesrvAddr(nameServer);
        producer.setInstanceName(Clients.unique("transactions"));
        var turn = new AtomicInteger();
        producer.setTransactionListener(new TransactionListener() {
            @Override
            public LocalTransactionState executeLocalTransaction(Message message, Object argument) {
                return LocalTransactionState.values()[turn.getAndIncrement() % 3];
            }

            @Override
            public LocalTransactionState checkLocalTransaction(MessageExt message) {
                return LocalTransactionState.UNKNOW;
            }
        });
        Parties.checked(() -> {
            producer.start();
            for (int i = 0; i < 6; i++) {
                producer.sendMessageInTransaction(
                        new Message(BILLS, "pay", ("transaction " + i).getBytes(UTF_8)), null);
            }
            return null;
        });
        producer.shutdown();
    }

    /** All that can be read of it. {@code half}: transactions that are open too; 4.9 has no route to them. */
    Map<String, List<Seen>> readAll(boolean half) {
        Map<String, List<Seen>> all = new LinkedHashMap<>();
        all.put(ORDERS, parties.readAll(ORDERS, QUEUES));
        all.put(BILLS, parties.readAll(BILLS, QUEUES));
        all.put(SCHEDULED, parties.readAll(SCHEDULED, DELAY_LEVELS));
        if (half) {
            all.put(HALF, parties.readAll(HALF, 1));
        }
        return all;
    }
}
