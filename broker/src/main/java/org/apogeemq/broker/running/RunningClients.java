package org.apogeemq.broker.running;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apogeemq.broker.face.RefusedException;
import org.apogeemq.broker.group.Client;
import org.apogeemq.broker.group.Members;
import org.apogeemq.broker.query.StoredMessages;
import org.apogeemq.protocol.body.ResetOffsetBody;
import org.apogeemq.protocol.command.RequestCodes;
import org.apogeemq.protocol.command.ResponseCodes;
import org.apogeemq.protocol.json.JsonException;
import org.apogeemq.protocol.record.BadRecordException;
import org.apogeemq.protocol.record.MessageId;
import org.apogeemq.protocol.record.MessageQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks members of groups, each on its own connection. Fails as {@link org.apogeemq.broker.face.ClientLink#ask} does,
 * with the name of the client. Thread-safe; reading a message may wait for the disk.
 */
public final class RunningClients {
    /** How long a client may think about itself or consume a message. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    /** How long a client may look for its offsets. */
    static final Duration OFFSETS_PATIENCE = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(RunningClients.class);

    private final String brokerName;
    private final Members members;
    private final StoredMessages messages;

    public RunningClients(String brokerName, Members members, StoredMessages messages) {
        this.brokerName = brokerName;
        this.members = members;
        this.messages = messages;
    }

    /**
     * What a client says of its insides, as it says it.
     *
     * @param threads with the stacks of its threads
     */
    public CompletableFuture<byte[]> info(String group, String clientId, boolean threads) {
        Map<String, String> fields =
                Map.of("consumerGroup", group, "clientId", clientId, "jstackEnable", Boolean.toString(threads));
        return ask(member(group, clientId), group, RequestCodes.GET_CONSUMER_RUNNING_INFO, fields, null);
    }

    /**
     * Lets a client consume a stored message now, wherever its group is; what it says of how that went, as it says it.
     *
     * @param messageId the id that names the message's place in the log
     */
    public CompletableFuture<byte[]> consume(String group, String clientId, String messageId, String topic) {
        if (clientId == null || messageId == null) {
            throw new RefusedException(
                    ResponseCodes.INVALID_PARAMETER, "clientId and msgId must say who is to consume what");
        }
        Client client = member(group, clientId);
        byte[] record = messages.byLogOffset(logOffset(messageId), null);
        Map<String, String> fields = new HashMap<>();
        fields.put("consumerGroup", group);
        fields.put("clientId", clientId);
        fields.put("msgId", messageId);
        fields.put("brokerName", brokerName);
        if (topic != null) {
            fields.put("topic", topic);
        }
        return ask(client, group, RequestCodes.CONSUME_MESSAGE_DIRECTLY, fields, record);
    }

    /**
     * How far clients of a group say they are in a topic, by client id. Who does not answer is left out if all are
     * asked.
     *
     * @param clientId this one only; null or empty for all
     */
    public CompletableFuture<Map<String, Map<MessageQueue, Long>>> offsets(
            String group, String topic, String clientId) {
        boolean all = clientId == null || clientId.isEmpty();
        List<Client> asked = all ? members.clients(group) : List.of(member(group, clientId));
        if (asked.isEmpty()) {
            throw new RefusedException(
                    ResponseCodes.SYSTEM_ERROR, "No Any Consumer online in the consumer group: [" + group + "]");
        }
        Map<String, String> fields = Map.of("topic", topic, "group", group);
        Map<String, Map<MessageQueue, Long>> told = new TreeMap<>();
        CompletableFuture<?>[] answers = asked.stream()
                .map(client -> client.link()
                        .ask(RequestCodes.GET_CONSUMER_STATUS_FROM_CLIENT, fields, null, OFFSETS_PATIENCE)
                        .handle((body, failure) -> note(client, body, failure, told)))
                .toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(answers).thenApply(done -> {
            if (!all && told.isEmpty()) {
                throw new RefusedException(
                        ResponseCodes.SYSTEM_ERROR,
                        "The Consumer <" + group + "> <" + clientId + "> did not say how far it is");
            }
            return told;
        });
    }

    private static Void note(Client client, byte[] body, Throwable failure, Map<String, Map<MessageQueue, Long>> told) {
        if (failure != null) {
            LOG.info("client {} did not say how far it is: {}", client.clientId(), failure.getMessage());
            return null;
        }
        try {
            Map<MessageQueue, Long> queues = body == null ? Map.of() : ResetOffsetBody.OfMembers.ofMember(body);
            synchronized (told) {
                told.put(client.clientId(), queues);
            }
        } catch (JsonException bad) {
            LOG.info("what client {} says of its offsets cannot be read: {}", client.clientId(), bad.getMessage());
        }
        return null;
    }

    private Client member(String group, String clientId) {
        Client client = members.client(group, clientId);
        if (client == null) {
            throw new RefusedException(
                    ResponseCodes.SYSTEM_ERROR, "The Consumer <" + group + "> <" + clientId + "> not online");
        }
        return client;
    }

    private static CompletableFuture<byte[]> ask(
            Client client, String group, int code, Map<String, String> fields, byte[] body) {
        return client.link().ask(code, fields, body, PATIENCE).handle((answer, failure) -> {
            if (failure == null) {
                return answer;
            }
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            String text = "consumer <" + group + "> <" + client.clientId() + ">: " + cause.getMessage();
            throw cause instanceof RefusedException refused
                    ? new RefusedException(refused.code(), text)
                    : new RefusedException(ResponseCodes.SYSTEM_ERROR, text);
        });
    }

    private static long logOffset(String messageId) {
        try {
            return MessageId.parse(messageId).logOffset();
        } catch (BadRecordException bad) {
            throw new RefusedException(
                    ResponseCodes.INVALID_PARAMETER,
                    "msgId " + messageId + " is no offset message id: " + bad.getMessage());
        }
    }
}
