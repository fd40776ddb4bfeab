package org.apogeemq.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.client.producer.SendResult;
import org.apache.rocketmq.common.message.Message;
import org.apogeemq.conformance.clients.Clients;
import org.apogeemq.conformance.clients.ClientsOfTest;
import org.apogeemq.conformance.clients.Inbox;
import org.apogeemq.testkit.process.ApogeeProcess;
import org.apogeemq.testkit.server.Server;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Programs look for single messages: by the ids their senders got, and by key. */
@ExtendWith(ClientsOfTest.class)
class QueryingTest {
    private static final int MAX = 32;

    @Test
    void aMessageIsFoundByItsUniqueIdAndByItsOffsetId(Clients clients) throws Exception {
        String topic = clients.topic(2);
        var producer = clients.producer();
        SendResult sent = producer.send(new Message(topic, "tag", "key", "look at me".getBytes(UTF_8)));
        producer.send(new Message(topic, "tag", "key", "not at me".getBytes(UTF_8)));

        assertThat(Inbox.body(producer.viewMessage(topic, sent.getMsgId()))).isEqualTo("look at me");
        assertThat(Inbox.body(producer.viewMessage(topic, sent.getOffsetMsgId())))
                .isEqualTo("look at me");
    }

    @Test
    void messagesAreFoundByEachOfTheirKeys(Clients clients) throws Exception {
        String topic = clients.topic(4);
        var producer = clients.producer();
        for (int i = 0; i < 10; i++) {
            producer.send(new Message(topic, "tag", "order-" + i + " customer-" + i % 2, ("m" + i).getBytes(UTF_8)));
        }
        assertThat(query(producer, topic, "order-7")).containsExactly("m7");
        assertThat(query(producer, topic, "customer-1")).containsExactlyInAnyOrder("m1", "m3", "m5", "m7", "m9");
    }

    @Test
    void aBatchIsFoundMessageByMessage(Clients clients) throws Exception {
        String topic = clients.topic(1);
        var producer = clients.producer();
        SendResult sent = producer.send(List.of(
                new Message(topic, "tag", "one", "m1".getBytes(UTF_8)),
                new Message(topic, "tag", "two", "m2".getBytes(UTF_8))));

        assertThat(query(producer, topic, "two")).containsExactly("m2");
        assertThat(Inbox.body(producer.viewMessage(topic, sent.getMsgId().split(",")[1])))
                .isEqualTo("m2");
    }

    @Test
    void aKeyThatNobodyUsedIsSaidNotToBeThere(Clients clients) throws Exception {
        String topic = clients.topic(1);
        var producer = clients.producer();
        producer.send(new Message(topic, "tag", "key", "m".getBytes(UTF_8)));

        assertThatThrownBy(() -> query(producer, topic, "other")).isInstanceOf(MQClientException.class);
        assertThatThrownBy(() -> producer.queryMessage(topic, "key", MAX, 0, System.currentTimeMillis() - 3_600_000))
                .isInstanceOf(MQClientException.class);
    }

    @Test
    void messagesAreFoundByKeyAfterAStopAndAfterAKillOfTheServer() throws Exception {
        try (ApogeeProcess apogee = ApogeeProcess.up().start()) {
            String topic;
            try (var clients = new Clients(Server.of(apogee))) {
                topic = clients.topic(2);
                clients.producer().send(new Message(topic, "tag", "first", "m1".getBytes(UTF_8)));
            }
            apogee.kill9();
            apogee.start();
            try (var clients = new Clients(Server.of(apogee))) {
                assertThat(query(clients.producer(), topic, "first")).containsExactly("m1");
                clients.producer().send(new Message(topic, "tag", "second", "m2".getBytes(UTF_8)));
            }
            apogee.stop();
            apogee.start();
            try (var clients = new Clients(Server.of(apogee))) {
                assertThat(query(clients.producer(), topic, "first")).containsExactly("m1");
                assertThat(query(clients.producer(), topic, "second")).containsExactly("m2");
            }
        }
    }

    private static List<String> query(DefaultMQProducer producer, String topic, String key) throws Exception {
        return producer.queryMessage(topic, key, MAX, 0, Long.MAX_VALUE).getMessageList().stream()
                .map(Inbox::body)
                .toList();
    }
}
