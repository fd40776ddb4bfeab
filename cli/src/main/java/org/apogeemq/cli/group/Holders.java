package org.apogeemq.cli.group;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apogeemq.cli.reach.Remote;
import org.apogeemq.cli.reach.Remote.Question;
import org.apogeemq.protocol.command.RemotingCommand;
import org.apogeemq.protocol.command.RequestCodes;
import org.apogeemq.protocol.command.ResponseCodes;
import org.apogeemq.protocol.json.Json;
import org.apogeemq.protocol.json.JsonObject;

/** Which client of a group has which queue, as the clients say themselves. */
final class Holders {
    /** Groups with more clients are not asked: a look would take too long. */
    static final int CLIENTS_MAX = 200;

    private final Map<String, String> clients = new TreeMap<>();

    private Holders() {}

    /** Asks the clients of a group; nothing is known of those that do not answer, and of groups that broadcast. */
    static Holders ask(Remote remote, Standing standing) {
        var holders = new Holders();
        if (standing.clients().size() > CLIENTS_MAX || "broadcasting".equals(standing.model())) {
            return holders;
        }
        List<String> ids = new ArrayList<>(standing.clients().keySet());
        List<Question> questions = standing.clients().values().stream()
                .map(connected -> question(standing.group(), connected))
                .toList();
        List<RemotingCommand> answers = remote.askAll(questions, done -> {});
        for (int i = 0; i < ids.size(); i++) {
            RemotingCommand answer = answers.get(i);
            if (answer.code() == ResponseCodes.SUCCESS && answer.body() != null) {
                holders.add(ids.get(i), answer.body());
            }
        }
        return holders;
    }

    /** Asks a client what it is doing. */
    static Question question(String group, Standing.Connected connected) {
        return new Question(
                connected.broker().address(),
                Remote.request(
                        RequestCodes.GET_CONSUMER_RUNNING_INFO,
                        "consumerGroup",
                        group,
                        "clientId",
                        connected.client().clientId(),
                        "jstackEnable",
                        "false"));
    }

    /** Notes the queues a client says it has. */
    void add(String clientId, byte[] runningInfo) {
        JsonObject table = Json.parseObject(runningInfo).object("mqTable");
        if (table == null) {
            return;
        }
        for (JsonObject.Keyed entry : table.keyed()) {
            JsonObject queue = entry.key();
            boolean given = JsonObject.objectOf("mqTable", entry.value()).booleanValue("droped", false);
            if (!given) {
                String place = QueueLag.place(
                        queue.requiredString("topic"),
                        queue.requiredString("brokerName"),
                        queue.intValue("queueId", -1));
                clients.merge(place, clientId, (one, other) -> one + ", " + other);
            }
        }
    }

    /** Nobody is known to have any queue. */
    static Holders unknown() {
        return new Holders();
    }

    /** The client that has a queue, or several while it is handed over; null if none is known. */
    String of(QueueLag queue) {
        return clients.get(queue.place());
    }
}
