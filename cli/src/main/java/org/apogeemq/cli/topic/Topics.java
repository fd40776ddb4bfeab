package org.apogeemq.cli.topic;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntConsumer;
import org.apogeemq.cli.grammar.CommandFailure;
import org.apogeemq.cli.reach.Remote;
import org.apogeemq.cli.reach.Remote.Master;
import org.apogeemq.cli.reach.Remote.Question;
import org.apogeemq.protocol.body.GroupList;
import org.apogeemq.protocol.body.QueueStats.TopicStatsTable;
import org.apogeemq.protocol.body.TopicConfig;
import org.apogeemq.protocol.body.TopicConfigTable;
import org.apogeemq.protocol.command.RemotingCommand;
import org.apogeemq.protocol.command.RequestCodes;
import org.apogeemq.protocol.command.ResponseCodes;
import org.apogeemq.protocol.json.Json;
import org.apogeemq.protocol.json.JsonObject;

/** What the brokers say about topics. */
public final class Topics {
    /** A topic's settings on one broker. */
    public record Held(Master broker, TopicConfig config) {}

    private static final String RATE = "TOPIC_PUT_NUMS";

    private final Remote remote;
    private final List<Master> masters;

    /** @param masters the brokers to ask */
    public Topics(Remote remote, List<Master> masters) {
        this.remote = remote;
        this.masters = List.copyOf(masters);
    }

    /** All topics of these brokers, by name. */
    public Map<String, List<Held>> all() {
        Map<String, List<Held>> topics = new TreeMap<>();
        for (Master broker : masters) {
            RemotingCommand answer = remote.done(broker.address(), Remote.request(RequestCodes.GET_ALL_TOPIC_CONFIG));
            TopicConfigTable.fromJson(answer.body())
                    .topicConfigTable()
                    .forEach((name, config) -> topics.computeIfAbsent(name, key -> new ArrayList<>())
                            .add(new Held(broker, config)));
        }
        return topics;
    }

    /** The settings of a topic, by broker; empty if none of these has it. */
    public List<Held> of(String topic) {
        List<Held> held = new ArrayList<>();
        for (Master broker : masters) {
            RemotingCommand answer =
                    remote.ask(broker.address(), Remote.request(RequestCodes.GET_TOPIC_CONFIG, "topic", topic));
            switch (answer.code()) {
                case ResponseCodes.SUCCESS -> held.add(new Held(broker, TopicConfig.fromJson(answer.body())));
                case ResponseCodes.TOPIC_NOT_EXIST -> {}
                case ResponseCodes.REQUEST_CODE_NOT_SUPPORTED -> { // Apache before 5.0
                    return all().getOrDefault(topic, List.of());
                }
                default -> throw Remote.refused("broker " + broker.address(), answer);
            }
        }
        return held;
    }

    /**
     * The settings of a topic, by broker.
     *
     * @throws CommandFailure if there is no such topic
     */
    public List<Held> found(String topic) {
        List<Held> held = of(topic);
        if (held.isEmpty()) {
            throw new CommandFailure("there is no topic " + topic + "; bin/apogee topic list shows those there are, "
                    + "bin/apogee topic create " + topic + " makes it");
        }
        return held;
    }

    /** What lies in the queues of topics, a list of them for each list of {@code topics}, in their order. */
    List<List<QueueRow>> queues(List<List<Held>> topics, IntConsumer answered) {
        List<Question> questions = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (List<Held> topic : topics) {
            for (Held held : topic) {
                String name = held.config().topicName();
                names.add(held.broker().name());
                questions.add(new Question(
                        held.broker().address(), Remote.request(RequestCodes.GET_TOPIC_STATS_INFO, "topic", name)));
            }
        }
        List<RemotingCommand> answers = remote.askAll(questions, answered);
        List<List<QueueRow>> queues = new ArrayList<>();
        int next = 0;
        for (List<Held> topic : topics) {
            List<QueueRow> rows = new ArrayList<>();
            for (int i = 0; i < topic.size(); i++, next++) {
                rows.addAll(rows(names.get(next), questions.get(next), answers.get(next)));
            }
            rows.sort(QueueRow.ORDER);
            queues.add(rows);
        }
        return queues;
    }

    private static List<QueueRow> rows(String broker, Question question, RemotingCommand answer) {
        if (answer.code() == ResponseCodes.TOPIC_NOT_EXIST) {
            return List.of(); // deleted meanwhile
        }
        if (answer.code() != ResponseCodes.SUCCESS) {
            throw Remote.refused("broker " + question.broker(), answer);
        }
        List<QueueRow> rows = new ArrayList<>();
        TopicStatsTable.fromJson(answer.body())
                .offsetTable()
                .forEach((queue, stands) -> rows.add(new QueueRow(
                        broker,
                        queue.queueId(),
                        stands.minOffset(),
                        stands.maxOffset(),
                        stands.lastUpdateTimestamp())));
        return rows;
    }

    /** Messages that are kept of a topic; 0 if there is no such topic. */
    public long messages(String topic) {
        return QueueRow.messages(queues(List.of(of(topic)), done -> {}).get(0));
    }

    /** The groups that consume a topic, in order. */
    List<String> groups(String topic) {
        TreeSet<String> groups = new TreeSet<>();
        for (Master broker : masters) {
            RemotingCommand answer = remote.done(
                    broker.address(), Remote.request(RequestCodes.QUERY_TOPIC_CONSUME_BY_WHO, "topic", topic));
            groups.addAll(GroupList.fromJson(answer.body()).groupList());
        }
        return List.copyOf(groups);
    }

    /** Messages sent to a topic a second, over the last minute; null if no broker has counted. */
    Double rate(String topic) {
        Double rate = null;
        for (Master broker : masters) {
            RemotingCommand answer = remote.ask(
                    broker.address(),
                    Remote.request(RequestCodes.VIEW_BROKER_STATS_DATA, "statsName", RATE, "statsKey", topic));
            if (answer.code() == ResponseCodes.SUCCESS && answer.body() != null) {
                JsonObject minute = Json.parseObject(answer.body()).object("statsMinute");
                rate = (rate == null ? 0 : rate) + (minute == null ? 0 : minute.doubleValue("tps", 0));
            }
        }
        return rate;
    }

    /** Makes or changes a topic on one broker; attributes as administrators write them, {@code +a=b,-c}. */
    void put(Master broker, TopicConfig config, String attributes) {
        remote.done(
                broker.address(),
                Remote.request(
                        RequestCodes.UPDATE_AND_CREATE_TOPIC,
                        "topic",
                        config.topicName(),
                        "defaultTopic",
                        "TBW102",
                        "readQueueNums",
                        Integer.toString(config.readQueueNums()),
                        "writeQueueNums",
                        Integer.toString(config.writeQueueNums()),
                        "perm",
                        Integer.toString(config.perm()),
                        "topicFilterType",
                        config.topicFilterType(),
                        "topicSysFlag",
                        Integer.toString(config.topicSysFlag()),
                        "order",
                        Boolean.toString(config.order()),
                        "attributes",
                        attributes.isEmpty() ? null : attributes));
    }

    /** Removes a topic from these brokers and from all name servers; not an error if it is not there. */
    public void remove(String topic) {
        for (Master broker : masters) {
            RemotingCommand answer =
                    remote.ask(broker.address(), Remote.request(RequestCodes.DELETE_TOPIC_IN_BROKER, "topic", topic));
            if (answer.code() != ResponseCodes.SUCCESS && answer.code() != ResponseCodes.TOPIC_NOT_EXIST) {
                throw Remote.refused("broker " + broker.address(), answer);
            }
        }
        remote.tellNameServers(Remote.request(RequestCodes.DELETE_TOPIC_IN_NAMESRV, "topic", topic));
    }
}
