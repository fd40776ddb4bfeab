package org.apogeemq.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apogeemq.conformance.clients.Clients.unique;
import static org.apogeemq.conformance.clients.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.consumer.listener.ConsumeConcurrentlyStatus;
import org.apache.rocketmq.client.consumer.listener.MessageListenerConcurrently;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.consumer.ConsumeFromWhere;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageExt;
import org.apogeemq.conformance.clients.Clients;
import org.apogeemq.conformance.clients.Inbox;
import org.apogeemq.testkit.process.ApogeeProcess;
import org.apogeemq.testkit.server.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What clients write of the way of each message when their user wants a trace. */
class TraceTest {
    private static final String TRACES = "RMQ_SYS_TRACE_TOPIC";
    private static final int MESSAGES = 12;
    private static final String FIELD = "\u0001";
    private static final String RECORD = "\u0002";

    private ApogeeProcess apogee;
    private Clients clients;

    @BeforeEach
    void start() {
        apogee = ApogeeProcess.up().set("traceTopicEnable", true).start();
        clients = new Clients(Server.of(apogee));
    }

    @AfterEach
    void stop() {
        clients.close();
        apogee.close();
    }

    @Test
    void theWayOfEachMessageIsFoundByItsIdFromProducerToConsumer() throws Exception {
        assertThat(clients.readAll(TRACES)).isEmpty(); // the topic is there before anybody traces
        String topic = clients.topic(2);
        List<String> ids = sendTraced(topic);
        consumeTraced(topic, ids);

        assertOneOfEach("Pub", ids);
        assertOneOfEach("SubBefore", ids);
        assertOneOfEach("SubAfter", ids);
        MessageExt trace = clients.readAll(TRACES).getFirst();
        assertThat(trace.getKeys()).contains(ids.getFirst());
    }

    private void assertOneOfEach(String kind, List<String> ids) {
        List<String> traces = traces();
        assertThat(ids).allSatisfy(id -> assertThat(of(traces, kind, id)).isEqualTo(1));
    }

    private static long of(List<String> traces, String kind, String id) {
        return traces.stream()
                .filter(trace -> trace.startsWith(kind + FIELD) && trace.contains(FIELD + id + FIELD))
                .count();
    }

    private List<String> traces() {
        return clients.readAll(TRACES).stream()
                .map(Inbox::body)
                .flatMap(body -> List.of(body.split(RECORD)).stream())
                .toList();
    }

    /** Ids of the messages. A client of 4.9 that shuts down gives up the traces it has not yet sent. */
    private List<String> sendTraced(String topic) throws Exception {
        var producer = new DefaultMQProducer(unique("producers"), true, null);
        producer.setNamesrvAddr(clients.server().nameServer());
        producer.setInstanceName(unique("producer"));
        producer.start();
        List<String> ids = new ArrayList<>();
        try {
            for (int i = 0; i < MESSAGES; i++) {
                ids.add(producer.send(new Message(topic, "tag", "key" + i, ("m" + i).getBytes(UTF_8)))
                        .getMsgId());
            }
            eventually(() -> assertOneOfEach("Pub", ids));
        } finally {
            producer.shutdown();
        }
        return ids;
    }

    private void consumeTraced(String topic, List<String> ids) throws Exception {
        List<String> consumed = new CopyOnWriteArrayList<>();
        var consumer = new DefaultMQPushConsumer(unique("group"), true, null);
        consumer.setNamesrvAddr(clients.server().nameServer());
        consumer.setInstanceName(unique("consumer"));
        consumer.setConsumeFromWhere(ConsumeFromWhere.CONSUME_FROM_FIRST_OFFSET);
        consumer.subscribe(topic, "*");
        consumer.registerMessageListener((MessageListenerConcurrently) (messages, context) -> {
            messages.forEach(message -> consumed.add(message.getMsgId()));
            return ConsumeConcurrentlyStatus.CONSUME_SUCCESS;
        });
        consumer.start();
        try {
            eventually(() -> assertThat(consumed).containsExactlyInAnyOrderElementsOf(ids));
            eventually(() -> assertOneOfEach("SubAfter", ids));
        } finally {
            consumer.shutdown();
        }
    }
}
