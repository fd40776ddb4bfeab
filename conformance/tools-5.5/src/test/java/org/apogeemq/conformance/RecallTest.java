package org.apogeemq.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apogeemq.conformance.clients.Clients.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.rocketmq.client.exception.MQBrokerException;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.client.producer.SendResult;
import org.apache.rocketmq.common.message.Message;
import org.apogeemq.conformance.clients.Clients;
import org.apogeemq.conformance.clients.Inbox;
import org.apogeemq.testkit.process.ApogeeProcess;
import org.apogeemq.testkit.server.Server;
import org.junit.jupiter.api.Test;

/** Timed messages by the methods that only clients of 5.x have. */
class RecallTest {
    @Test
    void aMessageIsRecalledBeforeItsTimeAndOthersOfThatTimeCome() throws Exception {
        try (ApogeeProcess apogee = ApogeeProcess.up().start();
                Clients clients = new Clients(Server.of(apogee))) {
            String topic = clients.topic(2);
            Inbox inbox = clients.consume(unique("group"), topic);
            DefaultMQProducer producer = clients.producer();
            long due = System.currentTimeMillis() + 4_000;
            SendResult kept = send(producer, topic, "kept", due);
            SendResult recalled = send(producer, topic, "recalled", due);
            Message delayed = new Message(topic, "delayed".getBytes(UTF_8));
            delayed.setDelayTimeMs(4_500);
            assertThat(producer.send(delayed).getRecallHandle()).isNotBlank();
            assertThat(kept.getRecallHandle()).isNotBlank();

            assertThat(producer.recallMessage(topic, recalled.getRecallHandle()))
                    .isEqualTo(recalled.getMsgId());
            inbox.awaitExactly(List.of("kept", "delayed"));
            assertThat(inbox.messages().getFirst().getStoreTimestamp()).isBetween(due, due + 900);
            assertThatThrownBy(() -> producer.recallMessage(topic, kept.getRecallHandle()))
                    .isInstanceOfSatisfying(
                            MQBrokerException.class,
                            late -> assertThat(late.getResponseCode()).isEqualTo(604));
        }
    }

    private static SendResult send(DefaultMQProducer producer, String topic, String body, long due) throws Exception {
        Message message = new Message(topic, body.getBytes(UTF_8));
        message.setDeliverTimeMs(due);
        return producer.send(message);
    }
}
