package org.apogeemq.cli.message;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apogeemq.cli.grammar.CommandFailure;
import org.apogeemq.cli.reach.Remote;
import org.apogeemq.cli.reach.Remote.Master;
import org.apogeemq.cli.reach.Remote.Question;
import org.apogeemq.protocol.command.RemotingCommand;
import org.apogeemq.protocol.command.RequestCodes;
import org.apogeemq.protocol.command.ResponseCodes;
import org.apogeemq.protocol.record.BadRecordException;
import org.apogeemq.protocol.record.MessageId;
import org.apogeemq.protocol.record.MessageQueue;
import org.apogeemq.protocol.record.StoredMessage;

/** Finds single messages: by id, by key, by place. */
final class MessageSearch {
    private static final String ALL_TAGS = "*";
    private static final String FOUND_MAX = "64";

    private final Remote remote;
    private final List<Master> masters;

    /** @param masters the brokers to ask */
    MessageSearch(Remote remote, List<Master> masters) {
        this.remote = remote;
        this.masters = List.copyOf(masters);
    }

    /** The message with an id that clients show, or that of its place. */
    Optional<Found> byId(String id, String topic) {
        if (topic != null) {
            List<Found> unique =
                    find(List.of(new Query(topic, id, true, 0, Long.MAX_VALUE))).get(0);
            if (!unique.isEmpty()) {
                return Optional.of(unique.getLast());
            }
        }
        return byOffsetId(id)
                .filter(found -> topic == null || topic.equals(found.message().topic()));
    }

    /** The messages of a topic with a key, the oldest first. */
    List<Found> byKey(String topic, String key, long since, long until) {
        return find(List.of(new Query(topic, key, false, since, until))).get(0);
    }

    /**
     * A question to the brokers' indexes.
     *
     * @param unique whether the key is an id that clients show; more than one message has it if it was sent again
     * @param since in ms
     * @param until in ms
     */
    record Query(String topic, String key, boolean unique, long since, long until) {
        private RemotingCommand request() {
            return Remote.request(
                    RequestCodes.QUERY_MESSAGE,
                    "topic",
                    topic,
                    "key",
                    key,
                    "maxNum",
                    FOUND_MAX,
                    "beginTimestamp",
                    Long.toString(since),
                    "endTimestamp",
                    Long.toString(until),
                    "indexType",
                    unique ? "U" : "K",
                    "_UNIQUE_KEY_QUERY",
                    unique ? "true" : null);
        }
    }

    /**
     * What all brokers find, for each question the oldest first.
     *
     * @throws CommandFailure if one cannot say for sure
     */
    List<List<Found>> find(List<Query> queries) {
        List<Question> questions = new ArrayList<>();
        for (Query query : queries) {
            masters.forEach(broker -> questions.add(new Question(broker.address(), query.request())));
        }
        List<RemotingCommand> answers = remote.askAll(questions, done -> {});
        List<List<Found>> all = new ArrayList<>();
        int next = 0;
        for (Query query : queries) {
            List<Found> found = new ArrayList<>();
            for (Master broker : masters) {
                for (StoredMessage message : messages(broker, answers.get(next++))) {
                    if (message.topic().equals(query.topic)) {
                        found.add(new Found(broker.name(), message));
                    }
                }
            }
            found.sort(Comparator.comparingLong(one -> one.message().storeTimestamp()));
            all.add(found);
        }
        return all;
    }

    private static List<StoredMessage> messages(Master broker, RemotingCommand answer) {
        String remark = answer.remark() == null ? "" : answer.remark();
        if (remark.contains("no index") || remark.contains("index is behind")) {
            throw new CommandFailure("broker " + broker.name() + " cannot say which messages there are: " + remark);
        }
        return switch (answer.code()) {
            case ResponseCodes.SUCCESS -> StoredMessage.decodeAll(ByteBuffer.wrap(answer.body()));
            case ResponseCodes.QUERY_NOT_FOUND, ResponseCodes.TOPIC_NOT_EXIST -> List.of();
            default -> throw Remote.refused("broker " + broker.name(), answer);
        };
    }

    /** The message at the place that an id names. */
    private Optional<Found> byOffsetId(String id) {
        MessageId place;
        try {
            place = MessageId.parse(id);
        } catch (BadRecordException e) {
            return Optional.empty(); // not such an id
        }
        InetSocketAddress host = place.storeHost();
        String address = host.getAddress().getHostAddress() + ":" + host.getPort();
        // The address in the id is the one by which somebody else reached the broker: with one broker it must be that.
        List<Master> possible = masters.size() == 1
                ? masters
                : masters.stream()
                        .filter(broker -> broker.address().equals(address))
                        .toList();
        for (Master broker : possible) {
            RemotingCommand answer = remote.ask(
                    broker.address(),
                    Remote.request(RequestCodes.VIEW_MESSAGE_BY_ID, "offset", Long.toString(place.logOffset())));
            if (answer.code() == ResponseCodes.SUCCESS && answer.body() != null) {
                StoredMessage message = StoredMessage.decode(ByteBuffer.wrap(answer.body()));
                if (message.offsetMessageId().endsWith(tail(id))) {
                    return Optional.of(new Found(broker.name(), message));
                }
            }
        }
        return Optional.empty();
    }

    /** The part of an id that is the same whichever address the broker was reached by: the offset. */
    private static String tail(String id) {
        return id.substring(id.length() - 16).toUpperCase(Locale.ROOT);
    }

    /** The message at an offset of a queue; {@code broker} may be null if only one has that queue. */
    Optional<Found> at(String topic, String broker, int queueId, long offset) {
        List<Found> found = new ArrayList<>();
        TopicScan.queues(remote, topic).forEach((queue, address) -> {
            if (queue.queueId() == queueId && (broker == null || broker.equals(queue.brokerName()))) {
                at(queue, address, offset).ifPresent(found::add);
            }
        });
        if (found.size() > 1) {
            throw new CommandFailure("several brokers have that queue: "
                    + String.join(", ", found.stream().map(Found::broker).toList())
                    + "; say which: --queue BROKER/" + queueId);
        }
        return found.stream().findFirst();
    }

    private Optional<Found> at(MessageQueue queue, String address, long offset) {
        var reader = new QueueReader(remote, queue, address, ALL_TAGS);
        if (offset >= reader.end()) {
            return Optional.empty();
        }
        reader.to(offset);
        return reader.read().stream()
                .filter(message -> message.queueOffset() == offset)
                .map(message -> new Found(queue.brokerName(), message))
                .findFirst();
    }
}
