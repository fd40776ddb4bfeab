package org.apogeemq.cli.topic;

import java.util.List;
import org.apogeemq.cli.grammar.Arguments;
import org.apogeemq.cli.grammar.Command;
import org.apogeemq.cli.grammar.Console;
import org.apogeemq.cli.grammar.Grammar;
import org.apogeemq.cli.reach.NameServerOption;
import org.apogeemq.cli.reach.Remote;
import org.apogeemq.cli.reach.Session;
import org.apogeemq.cli.screen.Confirmation;
import org.apogeemq.cli.screen.Shown;
import org.apogeemq.cli.topic.Topics.Held;

/** {@code apogee topic delete}: removes a topic with its messages. */
public final class TopicDeleteCommand implements Command {
    private static final String TOPIC = "TOPIC";

    private final String nameServers;

    /** @param nameServers used if none is named */
    public TopicDeleteCommand(String nameServers) {
        this.nameServers = nameServers;
    }

    @Override
    public Grammar grammar() {
        return new Grammar("topic delete", "Removes a topic from all brokers and name servers, with all its messages.")
                .argument(TOPIC, "Topic to remove.")
                .with(Confirmation::in)
                .with(NameServerOption::in)
                .more("""
                    It says first how many messages and which groups that concerns, and asks. Offsets of groups in
                    the topic go too. A producer that goes on sending makes the topic anew, if brokers allow it.

                    Exit code: 0 removed (or shown, with --dry-run), 1 if not, 2 wrong use.
                    """);
    }

    @Override
    public int run(Arguments arguments, Console console) {
        String name = arguments.text(TOPIC).orElseThrow();
        try (var session = new Session()) {
            Remote remote = session.remote(NameServerOption.addresses(arguments, nameServers));
            var topics = new Topics(remote, remote.masters());
            List<Held> held = topics.found(name);
            List<QueueRow> queues = topics.queues(List.of(held), done -> {}).get(0);
            List<String> groups = topics.groups(name);
            console.out()
                    .println("topic " + name + " on "
                            + String.join(
                                    ", ",
                                    held.stream()
                                            .map(one -> one.broker().name())
                                            .toList())
                            + ": " + Shown.whole(QueueRow.messages(queues)) + " messages, "
                            + (groups.isEmpty() ? "no groups" : "consumed by " + String.join(", ", groups)));
            if (Confirmation.isDryRun(arguments)) {
                return 0;
            }
            Confirmation.ask("Remove topic " + name + " and its messages?", arguments, console);
            topics.remove(name);
            console.out().println("removed topic " + name);
            return 0;
        }
    }
}
