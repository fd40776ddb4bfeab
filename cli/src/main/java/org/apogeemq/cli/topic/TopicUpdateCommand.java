package org.apogeemq.cli.topic;

import java.util.List;
import org.apogeemq.cli.grammar.Arguments;
import org.apogeemq.cli.grammar.Command;
import org.apogeemq.cli.grammar.CommandFailure;
import org.apogeemq.cli.grammar.Console;
import org.apogeemq.cli.grammar.Grammar;
import org.apogeemq.cli.reach.BrokerOptions;
import org.apogeemq.cli.reach.NameServerOption;
import org.apogeemq.cli.reach.Remote;
import org.apogeemq.cli.reach.Session;
import org.apogeemq.cli.topic.Topics.Held;
import org.apogeemq.protocol.body.TopicConfig;

/** {@code apogee topic update}: changes a topic. */
public final class TopicUpdateCommand implements Command {
    private static final String TOPIC = "TOPIC";

    private final String nameServers;

    /** @param nameServers used if none is named */
    public TopicUpdateCommand(String nameServers) {
        this.nameServers = nameServers;
    }

    @Override
    public Grammar grammar() {
        return new Grammar("topic update", "Changes a topic where it is; what is not given stays as it is.")
                .argument(TOPIC, "Topic to change.")
                .with(TopicSettings::in)
                .with(BrokerOptions::in)
                .with(NameServerOption::in)
                .more("""
                    To take queues away without losing messages: first fewer --write-queues, and when the others have
                    been consumed, fewer --read-queues.

                    Examples:
                      bin/apogee topic update orders --queues 16
                      bin/apogee topic update orders --perm r

                    Exit code: 0 changed, 1 if there is no such topic or it was refused, 2 wrong use.
                    """);
    }

    @Override
    public int run(Arguments arguments, Console console) {
        String name = arguments.text(TOPIC).orElseThrow();
        try (var session = new Session()) {
            Remote remote = session.remote(NameServerOption.addresses(arguments, nameServers));
            var topics = new Topics(remote, BrokerOptions.chosen(arguments, remote.masters()));
            List<Held> held = topics.found(name);
            int changed = 0;
            for (Held one : held) {
                TopicConfig wanted = TopicSettings.applied(one.config(), arguments);
                String attributes =
                        TopicSettings.attributes(arguments, one.config().attributes());
                if (!wanted.equals(one.config()) || !attributes.isEmpty()) {
                    topics.put(one.broker(), wanted, attributes);
                    changed++;
                    console.out()
                            .println("changed topic " + name + " on "
                                    + one.broker().name() + ": queues " + wanted.readQueueNums() + "r/"
                                    + wanted.writeQueueNums() + "w, permission " + Permission.text(wanted.perm())
                                    + (attributes.isEmpty() ? "" : ", attributes " + attributes));
                }
            }
            if (changed == 0) {
                throw new CommandFailure("nothing was changed: topic " + name
                        + " is like that already; bin/apogee topic update --help says what can be set");
            }
            return 0;
        }
    }
}
