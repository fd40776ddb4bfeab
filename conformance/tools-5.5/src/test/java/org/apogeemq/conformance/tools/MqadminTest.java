package org.apogeemq.conformance.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.apogeemq.conformance.clients.Clients;
import org.apogeemq.conformance.clients.ClientsOfTest;
import org.apogeemq.conformance.clients.Eventually;
import org.apogeemq.testkit.server.Server;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

@ResourceLock(Resources.SYSTEM_OUT)
@ExtendWith(ClientsOfTest.class)
class MqadminTest {
    private static final String CLUSTER = "DefaultCluster";

    private Server server;
    private Mqadmin mqadmin;

    @BeforeEach
    void setUp(Server shared) {
        server = shared;
        mqadmin = new Mqadmin(shared.nameServer());
    }

    @Test
    void updateTopicMakesATopicWithItsReadAndWriteQueuesPermissionAndOrder(Clients clients) {
        String topic = Clients.unique("topic");
        String printed = mqadmin.run(
                "updateTopic", "-b", server.broker(), "-t", topic, "-r", "6", "-w", "3", "-p", "6", "-o", "true");

        assertThat(printed).contains("create topic to " + server.broker() + " success");
        assertThat(printed).contains("readQueueNums=6", "writeQueueNums=3", "perm=RW-", "order=true");
        assertThat(mqadmin.run("topicRoute", "-t", topic))
                .contains("\"readQueueNums\":6", "\"writeQueueNums\":3", "\"perm\":6")
                .contains("\"" + server.broker() + "\"");
        assertThat(mqadmin.run("getKvConfig", "-s", "ORDER_TOPIC_CONFIG", "-k", topic))
                .doesNotContain("Exception");
        assertThat(clients.send(topic, 6)).hasSize(6);
    }

    @Test
    void updateTopicForTheClusterChangesWhatIsThere(Clients clients) {
        String topic = clients.topic(4);
        String printed = mqadmin.run("updateTopic", "-c", CLUSTER, "-t", topic, "-r", "2", "-w", "2", "-p", "4");

        assertThat(printed).contains("create topic to " + server.broker() + " success");
        assertThat(mqadmin.run("topicRoute", "-t", topic))
                .contains("\"readQueueNums\":2", "\"writeQueueNums\":2", "\"perm\":4");
    }

    @Test
    void deleteTopicTakesItsRouteAndItsMessagesAway(Clients clients) {
        String topic = clients.topic(2);
        clients.send(topic, 10);
        String printed = mqadmin.run("deleteTopic", "-c", CLUSTER, "-t", topic);

        assertThat(printed).contains("delete topic [" + topic + "] from cluster [" + CLUSTER + "] success");
        Eventually.eventually(() -> assertThat(server.route(topic)).isEmpty());
        assertThat(mqadmin.run("topicList").lines()).doesNotContain(topic);
        server.createTopic(topic, 2);
        assertThat(clients.readAll(topic)).isEmpty();
    }

    @Test
    void topicListNamesEveryTopic(Clients clients) {
        List<String> topics = List.of(clients.topic(1), clients.topic(2));

        assertThat(mqadmin.run("topicList").lines()).containsAll(topics).contains("TBW102");
        assertThat(mqadmin.run("topicList", "-c")).contains(topics).contains(CLUSTER);
    }

    @Test
    void topicStatusShowsTheOffsetsOfEveryQueue(Clients clients) {
        String topic = clients.topic(2);
        clients.send(topic, 10);

        assertThat(mqadmin.run("topicStatus", "-t", topic).lines())
                .filteredOn(line -> line.contains("apogee") || line.matches(".*\\s[01]\\s+0\\s+5\\s.*"))
                .as("a line for each of two queues, from 0 to 5")
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).containsPattern("\\s[01]\\s+0\\s+5\\s"));
    }

    @Test
    void clusterListShowsTheBroker() {
        String printed = mqadmin.run("clusterList");

        assertThat(printed.lines())
                .anySatisfy(line ->
                        assertThat(line).contains(CLUSTER, server.broker()).containsPattern("\\s0\\s"));
        assertThat(printed).doesNotContain("Exception");
    }

    @Test
    void updateSubGroupMakesAGroup() {
        String group = Clients.unique("group");
        String printed = mqadmin.run("updateSubGroup", "-c", CLUSTER, "-g", group, "-r", "5", "-q", "2");

        assertThat(printed).contains("create subscription group to " + server.broker() + " success");
        assertThat(mqadmin.run("getConsumerConfig", "-g", group))
                .contains(group)
                .contains("5");
    }

    @Test
    void brokerStatusShowsItsFigures() {
        String printed = mqadmin.run("brokerStatus", "-b", server.broker());

        assertThat(printed).containsPattern(Pattern.compile("^bootTimestamp\\s+: \\d+", Pattern.MULTILINE));
        assertThat(printed).containsPattern(Pattern.compile("^brokerVersionDesc\\s+: \\S+", Pattern.MULTILINE));
        assertThat(printed).containsPattern(Pattern.compile("^putTps\\s+: ", Pattern.MULTILINE));
        assertThat(printed).containsPattern(Pattern.compile("^commitLogMaxOffset\\s+: \\d+", Pattern.MULTILINE));
    }

    @Test
    void aKeyOfTheNameServersTableIsKeptUntilItIsDeleted() {
        String key = Clients.unique("key");

        assertThat(mqadmin.run("updateKvConfig", "-s", "conformance", "-k", key, "-v", "a value"))
                .contains("create or update kv config to namespace success");
        assertThat(server.keyValue("conformance", key)).contains("a value");
        assertThat(mqadmin.run("deleteKvConfig", "-s", "conformance", "-k", key))
                .contains("delete kv config from namespace success");
        assertThat(server.keyValue("conformance", key)).isEmpty();
    }
}
