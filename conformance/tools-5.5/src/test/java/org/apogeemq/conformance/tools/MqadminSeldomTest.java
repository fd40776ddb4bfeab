package org.apogeemq.conformance.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apogeemq.conformance.clients.Clients;
import org.apogeemq.conformance.clients.ClientsOfTest;
import org.apogeemq.testkit.server.Server;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** Commands of operators that are not needed every day. */
@ResourceLock(Resources.SYSTEM_OUT)
@ExtendWith(ClientsOfTest.class)
class MqadminSeldomTest {
    private static final String CLUSTER = "DefaultCluster";

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
    void theQueuesOfATopicAreSharedBetweenAddresses(Clients clients) {
        String topic = clients.topic(3);
        assertThat(mqadmin.run("allocateMQ", "-t", topic, "-i", "10.0.0.1,10.0.0.2"))
                .contains("\"result\"", "\"10.0.0.1\"", "\"10.0.0.2\"", "\"queueId\":2", topic);
    }

    @Test
    void theOrderOfATopicsQueuesIsSetShownAndRemoved(Clients clients) {
        String topic = clients.topic(1);
        assertThat(mqadmin.run("updateOrderConf", "-t", topic, "-m", "put", "-v", "broker-x:4"))
                .contains("update orderConf success", topic, "broker-x:4");
        assertThat(mqadmin.run("updateOrderConf", "-t", topic, "-m", "get"))
                .contains("get orderConf success", "orderConf=[broker-x:4]");
        assertThat(mqadmin.run("updateOrderConf", "-t", topic, "-m", "delete")).contains("delete orderConf success");
        assertThat(mqadmin.run("updateOrderConf", "-t", topic, "-m", "get")).doesNotContain("broker-x:4");
    }

    @Test
    void aSettingOfTheNameServerIsChanged() {
        assertThat(mqadmin.run("updateNamesrvConfig", "-k", "returnOrderTopicConfigToBroker", "-v", "false"))
                .contains("update name server config success!", "returnOrderTopicConfigToBroker : false");
        assertThat(mqadmin.run("getNamesrvConfig")).containsPattern("returnOrderTopicConfigToBroker\\s+=\\s+false");
        mqadmin.run("updateNamesrvConfig", "-k", "returnOrderTopicConfigToBroker", "-v", "true");
        assertThat(mqadmin.run("getNamesrvConfig")).containsPattern("returnOrderTopicConfigToBroker\\s+=\\s+true");
        assertThat(mqadmin.run("updateNamesrvConfig", "-k", "kvConfigPath", "-v", "/tmp/x"))
                .doesNotContain("success");
    }

    @Test
    void sendingToABrokerIsTried(Clients clients) {
        String broker = clients.readAll(topicWithOne(clients)).getFirst().getBrokerName();
        assertThat(mqadmin.run("sendMsgStatus", "-b", broker, "-s", "32", "-c", "3"))
                .containsPattern("rt=[0-9]+ms, SendResult=SendResult \\[sendStatus=SEND_OK")
                .doesNotContain("Exception");
    }

    private static String topicWithOne(Clients clients) {
        String topic = clients.topic(1);
        clients.send(topic, 1);
        return topic;
    }

    @Test
    void settingsAndFiguresOfAClusterGoIntoFiles() throws IOException {
        assertThat(mqadmin.run("exportConfigs", "-c", CLUSTER, "-f", folder.toString()))
                .contains("export " + folder.resolve("configs.json") + " success");
        assertThat(Files.readString(folder.resolve("configs.json"))).contains("clusterScale", "brokerConfigs");
        assertThat(mqadmin.run("exportMetrics", "-c", CLUSTER, "-f", folder.toString()))
                .contains("export " + folder.resolve("metrics.json") + " success");
        assertThat(Files.readString(folder.resolve("metrics.json"))).contains("evaluateReport", "runtimeVersion");
    }
}
