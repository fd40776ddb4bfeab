package org.apogeemq.conformance.tools;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apogeemq.conformance.clients.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.rocketmq.client.consumer.DefaultMQPullConsumer;
import org.apache.rocketmq.client.exception.MQBrokerException;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageExt;
import org.apogeemq.conformance.clients.Clients;
import org.apogeemq.testkit.process.ApogeeProcess;
import org.apogeemq.testkit.server.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** A running broker changed by Apache's tool: its settings, and whether it is written to. */
@ResourceLock(Resources.SYSTEM_OUT)
class MqadminSettingsTest {
    private static final Pattern BROKER_NAME = Pattern.compile("\"brokerName\":\"([^\"]+)\"");

    private ApogeeProcess apogee;
    private Server server;
    private Clients clients;
    private Mqadmin mqadmin;

    @BeforeEach
    void start() {
        apogee = ApogeeProcess.up().set("traceTopicEnable", true).start();
        connect();
    }

    @AfterEach
    void stop() {
        clients.close();
        apogee.close();
    }

    private void connect() {
        server = Server.of(apogee);
        clients = new Clients(server);
        mqadmin = new Mqadmin(server.nameServer());
    }

    private String update(String key, String value) {
        return mqadmin.run("updateBrokerConfig", "-b", server.broker(), "-k", key, "-v", value);
    }

    private String shown() {
        return mqadmin.run("getBrokerConfig", "-b", server.broker());
    }

    @Test
    void aChangeIsInForceAtOnceAndAfterARestart() {
        String topic = clients.topic(1);
        Message large = new Message(topic, new byte[3_000]);
        clients.send(topic, 1);

        assertThat(update("maxMessageSize", "2048")).contains("update broker config success, " + server.broker());
        assertThatThrownBy(() -> clients.producer().send(large))
                .isInstanceOf(MQBrokerException.class)
                .hasMessageContaining("message body is 3000 bytes, maxMessageSize is 2048");
        assertThat(update("autoCreateTopicEnable", "false")).contains("success");
        assertThatThrownBy(() -> clients.producer().send(new Message(Clients.unique("absent"), "x".getBytes(UTF_8))))
                .rootCause()
                .hasMessageContaining("topic");
        clients.close();
        apogee.kill9();
        apogee.start();
        connect();
        assertThat(shown())
                .containsPattern("maxMessageSize\\s+=\\s+2048")
                .containsPattern("autoCreateTopicEnable\\s+=\\s+false");
        assertThatThrownBy(() -> clients.producer().send(large)).hasMessageContaining("maxMessageSize is 2048");
        assertThat(apogee.output()).contains("maxMessageSize=2048 as set while the broker ran");
    }

    @Test
    void howManyQueuesNewTopicsHaveAndHowMuchAPullGetsChangesAtOnce() throws Exception {
        assertThat(update("defaultTopicQueueNums", "1")).contains("success");
        assertThat(update("maxTransferCountOnMessageInMemory", "50")).contains("success");
        assertThat(update("traceTopicEnable", "true")).contains("success");
        String topic = Clients.unique("first-use");
        clients.send(topic, 60);

        assertThat(server.route(topic).orElseThrow()).contains("\"writeQueueNums\":1");
        assertThat(server.route("RMQ_SYS_TRACE_TOPIC")).isPresent();
        try (var reader = new Pulls(server)) {
            assertThat(reader.first(topic, 100)).hasSize(50);
            assertThat(update("maxTransferCountOnMessageInMemory", "7")).contains("success");
            assertThat(reader.first(topic, 100)).hasSize(7);
        }
        assertThat(update("flushDiskType", "SYNC_FLUSH")).contains("flushDiskType", "start the broker again");
    }

    /** One pull consumer. */
    private static final class Pulls implements AutoCloseable {
        private final DefaultMQPullConsumer consumer = new DefaultMQPullConsumer(Clients.unique("group"));

        Pulls(Server server) throws MQClientException {
            consumer.setNamesrvAddr(server.nameServer());
            consumer.setInstanceName(Clients.unique("consumer"));
            consumer.start();
        }

        List<MessageExt> first(String topic, int count) throws Exception {
            var queue = consumer.fetchSubscribeMessageQueues(topic).iterator().next();
            return consumer.pull(queue, "*", 0, count).getMsgFoundList();
        }

        @Override
        public void close() {
            consumer.shutdown();
        }
    }

    @Test
    void aBrokerIsClosedForWritersAndOpenedAgain() {
        String topic = clients.topic(1);
        assertThat(update("brokerPermission", "4")).contains("success");
        eventually(() -> assertThat(server.route(topic).orElseThrow()).contains("\"perm\":4"));
        assertThat(update("brokerPermission", "6")).contains("success");
        eventually(() -> assertThat(server.route(topic).orElseThrow()).contains("\"perm\":6"));
        clients.send(topic, 1);
    }

    @Test
    void aBrokerIsTakenOutOfTheRoutesOfWritersAndPutBack() {
        String topic = clients.topic(1);
        String name = nameOfBroker(topic);

        assertThat(mqadmin.run("wipeWritePerm", "-b", name))
                .containsPattern("wipe write perm of broker\\[" + name + "\\] in name server\\[\\S+\\] OK, [1-9]");
        assertThat(server.route(topic).orElseThrow()).contains("\"perm\":4");
        assertThat(mqadmin.run("addWritePerm", "-b", name))
                .containsPattern("add write perm of broker\\[" + name + "\\] in name server\\[\\S+\\] OK, [1-9]");
        assertThat(server.route(topic).orElseThrow()).contains("\"perm\":6");
    }

    private String nameOfBroker(String topic) {
        Matcher name = BROKER_NAME.matcher(server.route(topic).orElseThrow());
        assertThat(name.find()).isTrue();
        return name.group(1);
    }

    @Test
    void theWayOfAMessageIsFoundByItsTrace() throws Exception {
        String topic = clients.topic(1);
        String group = Clients.unique("tracing");
        var producer = clients.producer(settings -> {
            settings.setProducerGroup(group);
            settings.setEnableTrace(true);
        });
        String id = producer.send(new Message(topic, "tag", "key", "traced".getBytes(UTF_8)))
                .getMsgId();

        eventually(() -> assertThat(mqadmin.run("queryMsgTraceById", "-i", id))
                .containsPattern("Pub\\s+" + group + "\\s+\\S+\\s+.*success"));
    }

    @Test
    void whatCannotBeTakenOverIsRefusedWithTheReason() {
        assertThat(update("listenPort", "12000")).contains("listenPort cannot become '12000' while the broker runs");
    }
}
