package org.apogeemq.cli.group;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apogeemq.cli.reach.Remote.Master;
import org.apogeemq.protocol.body.Connections.ClientConnection;
import org.apogeemq.protocol.body.Connections.ConsumerConnection;
import org.apogeemq.protocol.body.SubscriptionData;
import org.apogeemq.protocol.record.Names;

/**
 * How far a group is, and who is in it, as all brokers say together.
 *
 * @param queues the largest lag first
 * @param clients by id
 * @param subscriptions what the group wants, by topic; empty if nobody is online
 * @param type how it consumes: push, pull or pop; null if nobody is online
 * @param model clustering or broadcasting; null if nobody is online
 */
record Standing(
        String group,
        List<QueueLag> queues,
        Map<String, Connected> clients,
        Map<String, SubscriptionData> subscriptions,
        String type,
        String model) {

    /** A client, and a broker it is connected with. */
    record Connected(ClientConnection client, Master broker) {}

    /** The same without the queues of other topics. */
    Standing ofTopic(String topic) {
        List<QueueLag> some =
                queues.stream().filter(queue -> queue.topic().equals(topic)).toList();
        return new Standing(group, some, clients, subscriptions, type, model);
    }

    long lag() {
        return queues.stream().mapToLong(QueueLag::lag).sum();
    }

    /** The longest time that a queue is behind, in ms; null if none is. */
    Long behind(long now) {
        return queues.stream()
                .map(queue -> queue.behind(now))
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    /** The topics it consumes or has consumed, without that of its retries. */
    List<String> topics() {
        var topics = new TreeSet<>(subscriptions.keySet());
        queues.forEach(queue -> topics.add(queue.topic()));
        topics.removeIf(Names::isRetryTopic);
        return List.copyOf(topics);
    }

    /** Puts the brokers' answers together. */
    static final class Builder {
        private final String group;
        private final List<QueueLag> queues = new ArrayList<>();
        private final Map<String, Connected> clients = new TreeMap<>();
        private final Map<String, SubscriptionData> subscriptions = new TreeMap<>();
        private String type;
        private String model;

        Builder(String group) {
            this.group = group;
        }

        void queue(QueueLag queue) {
            queues.add(queue);
        }

        void online(Master broker, ConsumerConnection online) {
            online.connectionSet()
                    .forEach(client -> clients.putIfAbsent(client.clientId(), new Connected(client, broker)));
            subscriptions.putAll(online.subscriptionTable());
            type = switch (String.valueOf(online.consumeType())) {
                case "CONSUME_PASSIVELY" -> "push";
                case "CONSUME_ACTIVELY" -> "pull";
                case "CONSUME_POP" -> "pop";
                default -> online.consumeType();
            };
            model = online.messageModel() == null ? null : online.messageModel().toLowerCase(Locale.ROOT);
        }

        Standing build() {
            queues.sort(QueueLag.ORDER);
            return new Standing(group, List.copyOf(queues), clients, subscriptions, type, model);
        }
    }
}
