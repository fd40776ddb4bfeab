package org.apogeemq.conformance.clients;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.rocketmq.client.consumer.DefaultLitePullConsumer;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.consumer.ConsumeFromWhere;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageExt;
import org.apache.rocketmq.common.message.MessageQueue;
import org.apogeemq.testkit.server.Server;

/**
 * Makes Apache clients for one test and shuts them all down when closed. Each has an instance name of its own, so
 * each has its own connections. For use by one thread.
 */
public final class Clients implements AutoCloseable {
    private static final int SEND_MILLIS = 10_000;

    private final Server server;
    private final Deque<Runnable> closers = new ArrayDeque<>();
    private Reader reader;

    /** Clients of {@code server}. */
    public Clients(Server server) {
        this.server = server;
    }

    /** The server these clients talk to. */
    public Server server() {
        return server;
    }

    /** A name nobody else uses, that begins with {@code beginning}; good for topics, groups and instances. */
    public static String unique(String beginning) {
        return beginning + "-" + UUID.randomUUID().toString().substring(0, 8).toLowerCase(Locale.ROOT);
    }

    /** Makes a topic with a name of its own. */
    public String topic(int queues) {
        String topic = unique("topic");
        server.createTopic(topic, queues);
        return topic;
    }

    /** A started producer. */
    public DefaultMQProducer producer() {
        return producer(settings -> {});
    }

    /** A producer that is started after {@code settings} have been made. */
    public DefaultMQProducer producer(Consumer<DefaultMQProducer> settings) {
        var producer = new DefaultMQProducer(unique("producers"));
        producer.setNamesrvAddr(server.nameServer());
        producer.setInstanceName(unique("producer"));
        producer.setSendMsgTimeout(SEND_MILLIS);
        settings.accept(producer);
        closers.push(producer::shutdown);
        checked(producer::start);
        return producer;
    }

    /** A started push consumer that takes everything of a topic, from the beginning. */
    public Inbox consume(String group, String topic) {
        return consume(group, topic, "*", settings -> {});
    }

    /** A push consumer that is started after {@code settings} have been made. */
    public Inbox consume(String group, String topic, String tags, Consumer<DefaultMQPushConsumer> settings) {
        var consumer = pushConsumer(group, topic, tags);
        var inbox = new Inbox(consumer);
        consumer.registerMessageListener(inbox.concurrently());
        settings.accept(consumer);
        checked(consumer::start);
        return inbox;
    }

    /** A push consumer that takes the messages of a queue one by one, in order. */
    public Inbox consumeOrderly(String group, String topic) {
        var consumer = pushConsumer(group, topic, "*");
        var inbox = new Inbox(consumer);
        consumer.registerMessageListener(inbox.orderly());
        checked(consumer::start);
        return inbox;
    }

    /** A push consumer for a listener of the test's own; {@link #start} comes next. */
    public DefaultMQPushConsumer pushConsumer(String group, String topic, String tags) {
        var consumer = new DefaultMQPushConsumer(group);
        consumer.setNamesrvAddr(server.nameServer());
        consumer.setInstanceName(unique("consumer"));
        consumer.setConsumeFromWhere(ConsumeFromWhere.CONSUME_FROM_FIRST_OFFSET);
        consumer.setConsumeThreadMin(4);
        consumer.setConsumeThreadMax(4);
        checked(() -> consumer.subscribe(topic, tags));
        closers.push(consumer::shutdown);
        return consumer;
    }

    /** Sends {@code m0}, {@code m1}, … to a topic, one after another, over all its queues, and returns those texts. */
    public List<String> send(String topic, int count) {
        return send(producer(), topic, "*", "m", count);
    }

    /** Sends {@code count} messages with a tag, whose texts begin with {@code beginning}; returns the texts. */
    public static List<String> send(DefaultMQProducer producer, String topic, String tag, String beginning, int count) {
        List<String> texts = texts(beginning, count);
        try {
            for (String text : texts) {
                producer.send(new Message(topic, tag, text.getBytes(StandardCharsets.UTF_8)));
            }
        } catch (Exception e) {
            throw new IllegalStateException("sending to " + topic + " failed", e);
        }
        return texts;
    }

    /** As many texts: {@code beginning} followed by 0, 1, … */
    public static List<String> texts(String beginning, int count) {
        return IntStream.range(0, count).mapToObj(i -> beginning + i).toList();
    }

    /** A lite pull consumer that is started after {@code settings} have been made. */
    public DefaultLitePullConsumer litePull(String group, Consumer<DefaultLitePullConsumer> settings) {
        var consumer = new DefaultLitePullConsumer(group);
        consumer.setNamesrvAddr(server.nameServer());
        consumer.setInstanceName(unique("consumer"));
        consumer.setConsumeFromWhere(ConsumeFromWhere.CONSUME_FROM_FIRST_OFFSET);
        settings.accept(consumer);
        closers.push(consumer::shutdown);
        checked(consumer::start);
        return consumer;
    }

    /** Every message that lies in a topic, queue after queue, each in the order of its queue offsets. */
    public List<MessageExt> readAll(String topic) {
        if (reader == null) {
            reader = new Reader(server.nameServer(), SEND_MILLIS);
            closers.push(reader::close);
        }
        return reader.readAll(topic);
    }

    /** Queues in the order of broker and queue number. */
    public static List<MessageQueue> sorted(Collection<MessageQueue> queues) {
        return queues.stream().sorted(Comparator.naturalOrder()).toList();
    }

    /** Starts a consumer that was made here. */
    public void start(DefaultMQPushConsumer consumer) {
        checked(consumer::start);
    }

    private interface Step {
        void run() throws MQClientException;
    }

    private static void checked(Step step) {
        try {
            step.run();
        } catch (MQClientException e) {
            throw new IllegalStateException("the client refuses: " + e.getErrorMessage(), e);
        }
    }

    /** Shuts all clients down, the newest first. */
    @Override
    public void close() {
        while (!closers.isEmpty()) {
            closers.pop().run();
        }
    }
}
