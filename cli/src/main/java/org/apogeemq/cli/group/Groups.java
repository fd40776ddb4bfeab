package org.apogeemq.cli.group;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import org.apogeemq.cli.grammar.CommandFailure;
import org.apogeemq.cli.reach.Remote;
import org.apogeemq.cli.reach.Remote.Master;
import org.apogeemq.cli.reach.Remote.Question;
import org.apogeemq.protocol.body.Connections.ConsumerConnection;
import org.apogeemq.protocol.body.QueueStats.ConsumeStats;
import org.apogeemq.protocol.body.SubscriptionGroupConfig;
import org.apogeemq.protocol.body.SubscriptionGroupTable;
import org.apogeemq.protocol.command.RemotingCommand;
import org.apogeemq.protocol.command.RequestCodes;
import org.apogeemq.protocol.command.ResponseCodes;

/** What the brokers say about consumer groups. */
final class Groups {
    /** A group's settings on one broker. */
    record Held(Master broker, SubscriptionGroupConfig config) {}

    private final Remote remote;
    private final List<Master> masters;

    /** @param masters the brokers to ask */
    Groups(Remote remote, List<Master> masters) {
        this.remote = remote;
        this.masters = List.copyOf(masters);
    }

    /** All groups of these brokers, by name. */
    Map<String, List<Held>> all() {
        Map<String, List<Held>> groups = new TreeMap<>();
        for (Master broker : masters) {
            RemotingCommand answer =
                    remote.done(broker.address(), Remote.request(RequestCodes.GET_ALL_SUBSCRIPTIONGROUP_CONFIG));
            SubscriptionGroupTable.fromJson(answer.body())
                    .subscriptionGroupTable()
                    .forEach((name, config) -> groups.computeIfAbsent(name, key -> new ArrayList<>())
                            .add(new Held(broker, config)));
        }
        return groups;
    }

    /** The settings of a group, by broker; empty if none of these has it. */
    List<Held> of(String group) {
        List<Held> held = new ArrayList<>();
        for (Master broker : masters) {
            RemotingCommand answer = remote.ask(
                    broker.address(), Remote.request(RequestCodes.GET_SUBSCRIPTIONGROUP_CONFIG, "group", group));
            switch (answer.code()) {
                case ResponseCodes.SUCCESS ->
                    held.add(new Held(broker, SubscriptionGroupConfig.fromJson(answer.body())));
                case ResponseCodes.SUBSCRIPTION_GROUP_NOT_EXIST -> {}
                case ResponseCodes.REQUEST_CODE_NOT_SUPPORTED -> { // Apache before 5.0
                    return all().getOrDefault(group, List.of());
                }
                default -> throw Remote.refused("broker " + broker.address(), answer);
            }
        }
        return held;
    }

    /**
     * The settings of a group, by broker.
     *
     * @throws CommandFailure if there is no such group
     */
    List<Held> found(String group) {
        List<Held> held = of(group);
        if (held.isEmpty()) {
            throw new CommandFailure("there is no group " + group + "; bin/apogee group list shows those there are, "
                    + "bin/apogee group create " + group + " makes it");
        }
        return held;
    }

    /** How far groups are, and who is in them, in their order. */
    List<Standing> standings(List<String> groups, IntConsumer answered) {
        List<Question> questions = new ArrayList<>();
        for (String group : groups) {
            for (Master broker : masters) {
                questions.add(new Question(
                        broker.address(), Remote.request(RequestCodes.GET_CONSUME_STATS, "consumerGroup", group)));
                questions.add(new Question(
                        broker.address(),
                        Remote.request(RequestCodes.GET_CONSUMER_CONNECTION_LIST, "consumerGroup", group)));
            }
        }
        List<RemotingCommand> answers = remote.askAll(questions, answered);
        List<Standing> standings = new ArrayList<>();
        int next = 0;
        for (String group : groups) {
            var standing = new Standing.Builder(group);
            for (Master broker : masters) {
                queues(broker, answers.get(next++), standing);
                connections(broker, answers.get(next++), standing);
            }
            standings.add(standing.build());
        }
        return standings;
    }

    /** How far a group is, and who is in it. */
    Standing standing(String group) {
        return standings(List.of(group), done -> {}).get(0);
    }

    private static void queues(Master broker, RemotingCommand answer, Standing.Builder standing) {
        if (answer.code() == ResponseCodes.SUCCESS) {
            ConsumeStats.fromJson(answer.body())
                    .offsetTable()
                    .forEach((queue, progress) -> standing.queue(new QueueLag(
                            queue.topic(),
                            broker.name(),
                            queue.queueId(),
                            progress.brokerOffset(),
                            progress.consumerOffset(),
                            progress.lastTimestamp())));
        } else if (answer.code() != ResponseCodes.TOPIC_NOT_EXIST
                && answer.code() != ResponseCodes.SUBSCRIPTION_GROUP_NOT_EXIST) {
            throw Remote.refused("broker " + broker.address(), answer);
        }
    }

    private static void connections(Master broker, RemotingCommand answer, Standing.Builder standing) {
        if (answer.code() == ResponseCodes.SUCCESS) {
            standing.online(broker, ConsumerConnection.fromJson(answer.body()));
        } else if (answer.code() != ResponseCodes.CONSUMER_NOT_ONLINE) {
            throw Remote.refused("broker " + broker.address(), answer);
        }
    }

    /** Makes or changes a group on one broker. */
    void put(Master broker, SubscriptionGroupConfig config) {
        remote.done(
                broker.address(),
                RemotingCommand.request(RequestCodes.UPDATE_AND_CREATE_SUBSCRIPTIONGROUP, Map.of(), config.toJson()));
    }

    /** Removes a group from these brokers, with its offsets. */
    void remove(String group) {
        for (Master broker : masters) {
            remote.done(
                    broker.address(),
                    Remote.request(RequestCodes.DELETE_SUBSCRIPTIONGROUP, "groupName", group, "cleanOffset", "true"));
        }
    }
}
