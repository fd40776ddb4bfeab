package org.apogeemq.cli.topic;

import java.util.List;
import java.util.Map;
import org.apogeemq.cli.grammar.Arguments;
import org.apogeemq.cli.grammar.Command;
import org.apogeemq.cli.grammar.CommandFailure;
import org.apogeemq.cli.grammar.Console;
import org.apogeemq.cli.grammar.Grammar;
import org.apogeemq.cli.reach.BrokerOptions;
import org.apogeemq.cli.reach.NameServerOption;
import org.apogeemq.cli.reach.Remote;
import org.apogeemq.cli.reach.Remote.Master;
import org.apogeemq.cli.reach.Session;
import org.apogeemq.protocol.body.TopicConfig;

/** {@code apogee topic create}: makes a topic. */
public final class TopicCreateCommand implements Command {
    private static final String TOPIC = "TOPIC";
    private static final int QUEUES = 4;

    private final String nameServers;

    /** @param nameServers used if none is named */
    public TopicCreateCommand(String nameServers) {
        this.nameServers = nameServers;
    }

    @Override
    public Grammar grammar() {
        return new Grammar("topic create", "Makes a topic on all brokers, or on those that are named.")
                .argument(TOPIC, "Name of the new topic.")
                .with(TopicSettings::in)
                .with(BrokerOptions::in)
                .with(NameServerOption::in)
                .more("""
                    Without options: 4 queues on each broker, read and write.

                    Examples:
                      bin/apogee topic create orders --queues 8
                      bin/apogee topic create prices --attribute cleanup.policy=COMPACTION

                    Exit code: 0 made, 1 if it is there already or was refused, 2 wrong use.
                    """);
    }

    @Override
    public int run(Arguments arguments, Console console) {
        var model = new TopicConfig(arguments.text(TOPIC).orElseThrow(), QUEUES, Permission.readAndWrite());
        TopicConfig wanted = TopicSettings.applied(model, arguments);
        String attributes = TopicSettings.attributes(arguments, Map.of());
        try (var session = new Session()) {
            Remote remote = session.remote(NameServerOption.addresses(arguments, nameServers));
            List<Master> masters = BrokerOptions.chosen(arguments, remote.masters());
            var topics = new Topics(remote, masters);
            if (!topics.of(wanted.topicName()).isEmpty()) {
                throw new CommandFailure("there is a topic " + wanted.topicName() + " already; to change it: "
                        + "bin/apogee topic update " + wanted.topicName());
            }
            for (Master broker : masters) {
                topics.put(broker, wanted, attributes);
                console.out()
                        .println("made topic " + wanted.topicName() + " on " + broker.name() + " with "
                                + wanted.writeQueueNums() + " queues");
            }
            return 0;
        }
    }
}
