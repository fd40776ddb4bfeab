package org.apogeemq.cli.group;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apogeemq.cli.grammar.Arguments;
import org.apogeemq.cli.grammar.Command;
import org.apogeemq.cli.grammar.Console;
import org.apogeemq.cli.grammar.Grammar;
import org.apogeemq.cli.reach.NameServerOption;
import org.apogeemq.cli.reach.Remote;
import org.apogeemq.cli.reach.Session;
import org.apogeemq.cli.screen.JsonOption;
import org.apogeemq.cli.screen.Listing;
import org.apogeemq.protocol.body.SubscriptionGroupConfig;
import org.apogeemq.protocol.json.JsonWriter;

/** {@code apogee group show}: shows one group. */
public final class GroupShowCommand implements Command {
    private static final String GROUP = "GROUP";

    private final String nameServers;

    /** What is shown of a group. */
    private record Details(List<Groups.Held> held, Standing standing, long now) {
        SubscriptionGroupConfig config() {
            return held.get(0).config();
        }
    }

    /** A topic as the group consumes it. */
    private record TopicLag(String topic, String expression, int queues, long lag) {}

    /** @param nameServers used if none is named */
    public GroupShowCommand(String nameServers) {
        this.nameServers = nameServers;
    }

    @Override
    public Grammar grammar() {
        return new Grammar("group show", "Shows one consumer group: settings, subscriptions, lag by topic.")
                .argument(GROUP, "Group to show.")
                .with(JsonOption::in)
                .with(NameServerOption::in)
                .more("""
                    More about it: group lag GROUP, group members GROUP, message dead list GROUP.

                    Exit code: 0 shown, 1 if there is no such group or the queue is not reached, 2 wrong use.
                    """);
    }

    @Override
    public int run(Arguments arguments, Console console) {
        String name = arguments.text(GROUP).orElseThrow();
        try (var session = new Session()) {
            Remote remote = session.remote(NameServerOption.addresses(arguments, nameServers));
            var groups = new Groups(remote, remote.masters());
            var details = new Details(
                    groups.found(name), groups.standing(name), session.time().wallMillis());
            List<TopicLag> topics = topics(details.standing());
            if (JsonOption.wanted(arguments)) {
                JsonWriter json = facts().members(details, new JsonWriter().beginObject());
                JsonOption.print(
                        topicListing().array(topics, json.name("perTopic")).endObject(), console);
                return 0;
            }
            facts().facts(details, console);
            if (details.held().stream()
                            .map(held -> held.config().toJson().length)
                            .distinct()
                            .count()
                    > 1) {
                console.err()
                        .println("note: the settings differ from broker to broker; shown are those of "
                                + details.held().get(0).broker().name());
            }
            if (!topics.isEmpty()) {
                console.out().println();
                topicListing().print(topics, console);
            }
            return 0;
        }
    }

    private static List<TopicLag> topics(Standing standing) {
        Map<String, long[]> figures = new TreeMap<>();
        standing.subscriptions().keySet().forEach(topic -> figures.put(topic, new long[2]));
        for (QueueLag queue : standing.queues()) {
            long[] figure = figures.computeIfAbsent(queue.topic(), topic -> new long[2]);
            figure[0]++;
            figure[1] += queue.lag();
        }
        List<TopicLag> topics = new ArrayList<>();
        figures.forEach((topic, figure) -> {
            var subscription = standing.subscriptions().get(topic);
            topics.add(new TopicLag(
                    topic, subscription == null ? null : subscription.subString(), (int) figure[0], figure[1]));
        });
        return topics;
    }

    private static Listing<TopicLag> topicListing() {
        return new Listing<TopicLag>()
                .name("TOPIC", "topic", TopicLag::topic)
                .name("SUBSCRIPTION", "expression", TopicLag::expression)
                .whole("QUEUES", "queues", TopicLag::queues)
                .whole("LAG", "lag", TopicLag::lag);
    }

    private static Listing<Details> facts() {
        return new Listing<Details>()
                .text("group", "group", one -> one.standing().group())
                .list(
                        "brokers",
                        "brokers",
                        one -> one.held().stream()
                                .map(held -> held.broker().name())
                                .toList())
                .yesNo("may consume", "consumeEnable", one -> one.config().consumeEnable())
                .yesNo("may broadcast", "broadcastEnable", one -> one.config().consumeBroadcastEnable())
                .yesNo("in order", "consumeOrderly", one -> one.config().consumeMessageOrderly())
                .whole("retries", "retryMaxTimes", one -> one.config().retryMaxTimes())
                .whole("retry queues", "retryQueues", one -> one.config().retryQueueNums())
                .whole(
                        "timeout, min",
                        "consumeTimeoutMinutes",
                        one -> one.config().consumeTimeoutMinute())
                .map("attributes", "attributes", one -> one.config().attributes())
                .whole("clients", "clients", one -> one.standing().clients().size())
                .text("type", "type", one -> one.standing().type())
                .text("model", "model", one -> one.standing().model())
                .whole("lag", "lag", one -> one.standing().lag())
                .duration("behind", "behindMillis", one -> one.standing().behind(one.now()));
    }
}
