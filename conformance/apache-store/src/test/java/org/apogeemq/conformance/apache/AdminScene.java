package org.apogeemq.conformance.apache;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.rocketmq.client.producer.SendResult;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageQueue;
import org.apogeemq.conformance.clients.Clients;
import org.apogeemq.conformance.clients.Inbox;
import org.apogeemq.conformance.tools.Mqadmin;
import org.apogeemq.testkit.server.Server;

/** A topic, six messages, a group that has read them and is gone; and commands about these. */
final class AdminScene {
    /**
     * What is asked, in this order: some change what later ones show. Words in capitals stand for what differs. Not
     * among them: commands that keep the connections of their first run in a process (queryMsgByUniqueKey,
     * consumeMessage, brokerConsumeStats), and what is refused with a text of our own.
     */
    static final List<String> COMMANDS = List.of(
            "topicRoute -t orders",
            "topicStatus -t orders",
            "topicClusterList -t orders",
            "topicStatus -t unknown",
            "topicRoute -t unknown",
            "getConsumerConfig -g billing",
            "getConsumerConfig -g unknown",
            "consumerProgress -g billing",
            "consumerProgress -g unknown",
            "consumerConnection -g billing",
            "consumerStatus -g billing",
            "producerConnection -g nobody -t orders",
            "queryMsgByOffset -t orders -b bk -i 1 -o 0",
            "queryMsgByOffset -t orders -b bk -i 1 -o 99",
            "queryMsgById -t orders -i UNIQUE_0",
            "queryMsgById -t orders -i PLACE_0",
            "queryMsgByKey -t orders -k key3",
            "queryMsgByKey -t orders -k nothing",
            "queryCq -t orders -q 1 -i 0 -c 4 -b BROKER",
            "printMsgByQueue -t orders -a bk -i 1 -p true -d true",
            "printMsg -t orders",
            "haStatus -b BROKER",
            "resetOffsetByTime -g billing -t orders -s 0",
            "skipAccumulatedMessage -g billing -t orders",
            "consumerProgress -g billing",
            "updateSubGroup -b BROKER -g copied",
            "cloneGroupOffset -s billing -d copied -t orders -o true",
            "updateTopicPerm -b BROKER -t orders -p 4",
            "topicRoute -t orders",
            "updateTopicPerm -b BROKER -t orders -p 6",
            "wipeWritePerm -b bk",
            "topicRoute -t orders",
            "addWritePerm -b bk",
            "topicRoute -t orders",
            "updateTopic -b BROKER -t orders -r 2 -w 6",
            "topicRoute -t orders",
            "updateSubGroup -b BROKER -g billing -r 3",
            "getConsumerConfig -g billing",
            "deleteSubGroup -b BROKER -g billing",
            "consumerProgress -g billing",
            "deleteTopic -c DefaultCluster -t orders",
            "topicRoute -t orders");

    private static final Pattern TIME =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\d[ T#,]\\d\\d:\\d\\d:\\d\\d([,.:]\\d+)?|\\b1[78]\\d{11}\\b");
    private static final Pattern ADDRESS = Pattern.compile("/?127\\.0\\.0\\.1:\\d+");
    private static final Pattern LOG_OFFSET = Pattern.compile(
            "(commitLogOffset=|CommitLog Offset: +|physicOffset=|#MasterCommitLogMaxOffset\\s+|UNIQUE_\\d@)\\d+");
    private static final Pattern RATE = Pattern.compile("(Consume TPS: )\\S+");
    private static final Pattern STACK = Pattern.compile("\\n\\s+(at |\\.\\.\\. \\d+ more)[^\\n]*");

    private final Server server;
    private final Mqadmin mqadmin;
    private final Map<String, String> words = new LinkedHashMap<>();

    private AdminScene(Server server) {
        this.server = server;
        mqadmin = new Mqadmin(server.nameServer());
        words.put(server.broker(), "BROKER");
        words.put(server.nameServer(), "NAME_SERVER");
    }

    static AdminScene play(Server server, String broker) {
        var scene = new AdminScene(server);
        server.createTopic("orders", 4);
        try (Clients clients = new Clients(server)) {
            List<SendResult> sent = new ArrayList<>();
            var producer = clients.producer();
            for (int i = 0; i < 6; i++) {
                var message = new Message("orders", "tag" + i % 2, "key" + i, ("body " + i).getBytes(UTF_8));
                message.putUserProperty("mine", "kept");
                int queue = i % 4;
                sent.add(Parties.checked(() -> producer.send(message, new MessageQueue("orders", broker, queue))));
            }
            for (int i = 0; i < sent.size(); i++) {
                scene.words.put(sent.get(i).getMsgId(), "UNIQUE_" + i);
                scene.words.put(sent.get(i).getOffsetMsgId(), "PLACE_" + i);
            }
            Inbox inbox = clients.consume("billing", "orders");
            inbox.awaitCount(6);
            inbox.shutdown();
        }
        return scene;
    }

    /** What the command prints, with words in capitals for what differs from run to run. */
    String run(String command) {
        String text = command;
        for (Map.Entry<String, String> word : words.entrySet()) {
            text = text.replace(word.getValue(), word.getKey());
        }
        List<String> parts = List.of(text.split(" "));
        String printed =
                mqadmin.run(parts.getFirst(), parts.subList(1, parts.size()).toArray(String[]::new));
        for (Map.Entry<String, String> word : words.entrySet()) {
            printed = printed.replace(word.getKey(), word.getValue());
        }
        printed = STACK.matcher(printed).replaceAll("");
        printed = TIME.matcher(printed).replaceAll("TIME");
        printed = ADDRESS.matcher(printed).replaceAll("ADDRESS");
        printed = RATE.matcher(printed).replaceAll("$1RATE");
        return LOG_OFFSET.matcher(printed).replaceAll("$1OFFSET").stripTrailing();
    }
}
