package org.apogeemq.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.rocketmq.client.exception.MQBrokerException;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.common.message.Message;
import org.apogeemq.conformance.clients.Clients;
import org.apogeemq.conformance.clients.ClientsOfTest;
import org.apogeemq.testkit.process.ApogeeProcess;
import org.apogeemq.testkit.server.Server;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ClientsOfTest.class)
class TopicCreationTest {
    private static final int NO_ROUTE = 10005;
    private static final int MESSAGE_ILLEGAL = 13;
    private static final int READ_ONLY = 4;

    @Test
    void aTopicNobodyMadeIsRefusedWhenTopicsAreNotMadeAutomatically() {
        try (ApogeeProcess apogee =
                        ApogeeProcess.up().set("autoCreateTopicEnable", false).start();
                var clients = new Clients(Server.of(apogee))) {
            var producer = clients.producer();
            String topic = Clients.unique("unknown");

            assertThatThrownBy(() -> producer.send(new Message(topic, "x".getBytes(UTF_8))))
                    .asInstanceOf(InstanceOfAssertFactories.type(MQClientException.class))
                    .extracting(MQClientException::getResponseCode)
                    .isEqualTo(NO_ROUTE);
            assertThat(clients.server().route(topic)).isEmpty();
        }
    }

    @Test
    void aTopicThatIsMadeAutomaticallyHasAsManyQueuesAsTheProducerAskedFor(Clients clients) throws Exception {
        String topic = Clients.unique("automatic");
        var producer = clients.producer(settings -> settings.setDefaultTopicQueueNums(3));
        producer.send(new Message(topic, "x".getBytes(UTF_8)));

        assertThat(clients.server().route(topic))
                .hasValueSatisfying(route ->
                        assertThat(route).contains("\"writeQueueNums\":3").contains("\"readQueueNums\":3"));
    }

    @Test
    void aTopicThatMayOnlyBeReadIsNotOfferedToProducers(Clients clients) {
        String topic = clients.topic(2);
        List<String> sent = clients.send(topic, 10);
        clients.server().createTopic(topic, 2, 2, READ_ONLY);
        var producer = clients.producer();

        assertThatThrownBy(() -> producer.send(new Message(topic, "x".getBytes(UTF_8))))
                .isInstanceOf(MQClientException.class);
        clients.consume(Clients.unique("group"), topic).awaitExactly(sent);
    }

    @Test
    void aBodyAboveTheBrokersLimitIsRefused(Clients clients) {
        String topic = clients.topic(1);
        byte[] body = new byte[4 * 1024 * 1024 + 1];
        var producer = clients.producer(settings -> {
            settings.setMaxMessageSize(16 * 1024 * 1024);
            settings.setCompressMsgBodyOverHowmuch(Integer.MAX_VALUE);
        });

        assertThatThrownBy(() -> producer.send(new Message(topic, body)))
                .asInstanceOf(InstanceOfAssertFactories.type(MQBrokerException.class))
                .extracting(MQBrokerException::getResponseCode)
                .isEqualTo(MESSAGE_ILLEGAL);
        assertThat(clients.readAll(topic)).isEmpty();
    }
}
