package org.apogeemq.conformance.tools;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apogeemq.conformance.clients.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.rocketmq.client.producer.SendResult;
import org.apache.rocketmq.common.message.Message;
import org.apogeemq.conformance.clients.Clients;
import org.apogeemq.conformance.clients.ClientsOfTest;
import org.apogeemq.testkit.server.Server;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** What operators look into when something is to be found, moved or tried. */
@ResourceLock(Resources.SYSTEM_OUT)
@ExtendWith(ClientsOfTest.class)
class MqadminLooksTest {
    @TempDir
    private Path folder;

    private Server server;
    private Mqadmin mqadmin;

    @BeforeEach
    void setUp(Server shared) {
        server = shared;
        mqadmin = new Mqadmin(shared.nameServer());
    }

    @Test
    void theEntriesOfAQueueAreShownAsTheyLie(Clients clients) throws Exception {
        String topic = clients.topic(1);
        clients.producer().send(new Message(topic, "blue", "1".getBytes(UTF_8)));
        clients.producer().send(new Message(topic, "red", "2".getBytes(UTF_8)));

        assertThat(mqadmin.run("queryCq", "-t", topic, "-q", "0", "-i", "0", "-c", "10", "-b", server.broker()))
                .contains("max: 2, min: 0")
                .contains("tagsCode=" + "blue".hashCode(), "tagsCode=" + "red".hashCode());
        assertThat(mqadmin.run("queryCq", "-t", topic, "-q", "0", "-i", "1", "-c", "10"))
                .contains("idx: 1")
                .doesNotContain("tagsCode=" + "blue".hashCode());
    }

    @Test
    void aQueuesMessagesArePrinted(Clients clients) throws Exception {
        String topic = clients.topic(1);
        SendResult sent = clients.producer().send(new Message(topic, "blue", "print me".getBytes(UTF_8)));
        String broker = sent.getMessageQueue().getBrokerName();

        assertThat(mqadmin.run("printMsgByQueue", "-t", topic, "-a", broker, "-i", "0", "-p", "true", "-d", "true"))
                .contains(sent.getMsgId(), "print me");
    }

    @Test
    void theProducersOfABrokerAreListed(Clients clients) {
        String topic = clients.topic(1);
        String group = Clients.unique("group");
        var producer = clients.producer(settings -> settings.setProducerGroup(group));
        Clients.send(producer, topic, "t", "m", 1);

        eventually(
                () -> assertThat(mqadmin.run("producer", "-b", server.broker()).lines())
                        .anyMatch(line -> line.matches("producer group \\(" + group + "\\) instance : clientId=\\S*"
                                + producer.getInstanceName()
                                + "\\S*,remoteIP=\\S+, language=JAVA, version=\\d+, lastUpdateTimestamp=\\d+")));
    }

    @Test
    void replicationIsShownToBeThatOfAMasterAlone() {
        assertThat(mqadmin.run("haStatus", "-b", server.broker()))
                .containsPattern("#MasterAddr\\s+" + server.broker())
                .containsPattern("#MasterCommitLogMaxOffset\\s+[0-9]+")
                .containsPattern("#SlaveNum\\s+0");
    }

    @Test
    void topicsAndGroupsComeFromAFileAndGoIntoOne() throws IOException {
        String topic = Clients.unique("topic");
        String group = Clients.unique("group");
        Path topics = Files.writeString(
                folder.resolve("topics"),
                "[{\"topicName\":\"" + topic + "\",\"readQueueNums\":3,\"writeQueueNums\":2,\"perm\":6}]");
        Path groups =
                Files.writeString(folder.resolve("groups"), "[{\"groupName\":\"" + group + "\",\"retryMaxTimes\":7}]");

        assertThat(mqadmin.run("updateTopicList", "-b", server.broker(), "-f", topics.toString()))
                .contains("submit batch of topic config to " + server.broker() + " success");
        assertThat(mqadmin.run("updateSubGroupList", "-b", server.broker(), "-f", groups.toString()))
                .contains("submit batch of group config to " + server.broker() + " success");
        eventually(() ->
                assertThat(server.route(topic).orElse("")).contains("\"readQueueNums\":3", "\"writeQueueNums\":2"));
        mqadmin.run("exportMetadata", "-b", server.broker(), "-f", folder.toString(), "-t");
        mqadmin.run("exportMetadata", "-b", server.broker(), "-f", folder.toString(), "-g");
        assertThat(Files.readString(folder.resolve("topic.json"))).contains("\"" + topic + "\"");
        assertThat(Files.readString(folder.resolve("subscriptionGroup.json"))).contains("\"" + group + "\"");
    }

    @Test
    void sendingIsTried(Clients clients) {
        String topic = clients.topic(1);

        assertThat(mqadmin.run("checkMsgSendRT", "-t", topic, "-a", "3", "-s", "10"))
                .containsPattern("\\s0\\s+true\\s+[0-9]+")
                .containsPattern("Avg RT: [0-9.]+");
    }

    @Test
    void aModeOfConsumingIsSet(Clients clients) {
        String topic = clients.topic(1);
        String group = Clients.unique("group");
        mqadmin.run("updateSubGroup", "-b", server.broker(), "-g", group);

        assertThat(mqadmin.run("setConsumeMode", "-b", server.broker(), "-t", topic, "-g", group, "-m", "PULL"))
                .contains("set consume mode to " + server.broker() + " success")
                .contains("topic[" + topic + "] group[" + group + "] consume mode[PULL]");
    }
}
