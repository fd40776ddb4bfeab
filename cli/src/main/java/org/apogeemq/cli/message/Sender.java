package org.apogeemq.cli.message;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apogeemq.cli.grammar.CommandFailure;
import org.apogeemq.cli.reach.Remote;
import org.apogeemq.cli.reach.TopicRoute;
import org.apogeemq.protocol.command.RemotingCommand;
import org.apogeemq.protocol.command.RequestCodes;
import org.apogeemq.protocol.command.ResponseCodes;
import org.apogeemq.protocol.record.MessageProperties;
import org.apogeemq.protocol.record.Names;
import org.apogeemq.time.Clock;
import org.apogeemq.time.Entropy;

/** Sends single messages. Thread-safe. */
final class Sender {
    private static final String GROUP = Names.CLIENT_INNER_PRODUCER;
    private static final int QUEUES = 4;
    private static final int ANY_QUEUE = -1;

    /**
     * A message that has been stored.
     *
     * @param note what is to be said about its safety, or empty
     */
    record Sent(String id, String brokerName, int queueId, long queueOffset, String note) {}

    private final Remote remote;
    private final Clock clock;
    private final Entropy entropy;
    // Where topics are; thrown away when a message could not be sent.
    private final Map<String, TopicRoute> routes = new ConcurrentHashMap<>();

    Sender(Remote remote, Clock clock, Entropy entropy) {
        this.remote = remote;
        this.clock = clock;
        this.entropy = entropy;
    }

    /**
     * A message as it is to be sent.
     *
     * @param sysFlag how the body is packed
     * @param born when it was made, in ms
     * @param broker the broker that is to have it, if it takes messages of the topic; null for any
     * @param orderKey those with the same lie in one queue of a broker; null: any queue
     */
    record Outgoing(
            String topic,
            byte[] body,
            Map<String, String> properties,
            int flag,
            int sysFlag,
            long born,
            String broker,
            String orderKey) {}

    /** Sends one message that is made now; see {@link #send(Outgoing)}. */
    Sent send(String topic, byte[] body, Map<String, String> properties) {
        return send(new Outgoing(topic, body, properties, 0, 0, clock.wallMillis(), null, null));
    }

    /**
     * Sends one message; a topic that does not exist is created if the brokers allow it.
     *
     * @throws CommandFailure if it was refused, or nobody answers
     */
    Sent send(Outgoing message) {
        TopicRoute.Share share = share(message.topic(), message.broker());
        RemotingCommand answer;
        try {
            answer = remote.ask(
                    share.address(),
                    RemotingCommand.request(RequestCodes.SEND_MESSAGE_V2, fields(message, share), message.body()));
        } catch (CommandFailure e) {
            routes.remove(message.topic());
            throw e;
        }
        String note = switch (answer.code()) {
            case ResponseCodes.SUCCESS -> "";
            case ResponseCodes.FLUSH_DISK_TIMEOUT -> "stored, but the disk was slow to take it";
            case ResponseCodes.FLUSH_SLAVE_TIMEOUT, ResponseCodes.SLAVE_NOT_AVAILABLE -> "stored, but not on a replica";
            default -> {
                routes.remove(message.topic());
                throw Remote.refused("broker " + share.address(), answer);
            }
        };
        Map<String, String> ext = answer.ext();
        return new Sent(
                ext.getOrDefault("msgId", "?"),
                share.brokerName(),
                Integer.parseInt(ext.getOrDefault("queueId", "-1")),
                Long.parseLong(ext.getOrDefault("queueOffset", "-1")),
                note);
    }

    /** A broker that takes messages of this topic: by its route, else by that of the template of new topics. */
    private TopicRoute.Share share(String topic, String broker) {
        Optional<TopicRoute> route = Optional.ofNullable(routes.get(topic)).or(() -> remote.route(topic));
        route.ifPresent(known -> routes.put(topic, known));
        boolean isNew = route.isEmpty();
        if (isNew) {
            route = remote.route(Names.AUTO_CREATE_TOPIC);
        }
        List<TopicRoute.Share> shares = route.map(TopicRoute::writable).orElse(List.of());
        if (shares.isEmpty()) {
            throw new CommandFailure(
                    isNew
                            ? "there is no topic " + topic
                                    + ", and no broker that creates topics by their first message; start a broker, wait"
                                    + " for one that is starting, or create the topic (bin/apogee topic create)"
                            : "no broker of topic " + topic + " takes messages now");
        }
        return shares.stream()
                .filter(share -> share.brokerName().equals(broker))
                .findFirst()
                .orElseGet(() -> shares.get(entropy.below(shares.size())));
    }

    /** The short names of the second form of the request; see the table of code 310. */
    private static Map<String, String> fields(Outgoing message, TopicRoute.Share share) {
        int queue = message.orderKey() == null || share.writeQueues() == 0
                ? ANY_QUEUE
                : Math.floorMod(message.orderKey().hashCode(), share.writeQueues());
        Map<String, String> fields = new HashMap<>();
        fields.put("a", GROUP);
        fields.put("b", message.topic());
        fields.put("c", Names.AUTO_CREATE_TOPIC);
        fields.put("d", Integer.toString(QUEUES));
        fields.put("e", Integer.toString(queue));
        fields.put("f", Integer.toString(message.sysFlag()));
        fields.put("g", Long.toString(message.born()));
        fields.put("h", Integer.toString(message.flag()));
        fields.put("i", MessageProperties.format(message.properties()));
        fields.put("j", "0");
        fields.put("k", "false");
        fields.put("m", "false");
        fields.put("n", share.brokerName());
        return fields;
    }
}
