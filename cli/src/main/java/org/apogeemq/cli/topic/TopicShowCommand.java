package org.apogeemq.cli.topic;

import java.util.List;
import org.apogeemq.cli.grammar.Arguments;
import org.apogeemq.cli.grammar.Command;
import org.apogeemq.cli.grammar.Console;
import org.apogeemq.cli.grammar.Grammar;
import org.apogeemq.cli.reach.NameServerOption;
import org.apogeemq.cli.reach.Remote;
import org.apogeemq.cli.reach.Session;
import org.apogeemq.cli.screen.JsonOption;
import org.apogeemq.cli.topic.Topics.Held;
import org.apogeemq.protocol.json.JsonWriter;

/** {@code apogee topic show}: shows one topic and its queues. */
public final class TopicShowCommand implements Command {
    private static final String TOPIC = "TOPIC";

    private final String nameServers;

    /** @param nameServers used if none is named */
    public TopicShowCommand(String nameServers) {
        this.nameServers = nameServers;
    }

    @Override
    public Grammar grammar() {
        return new Grammar("topic show", "Shows one topic: settings, groups that consume it, what lies in its queues.")
                .argument(TOPIC, "Topic to show.")
                .with(JsonOption::in)
                .with(NameServerOption::in)
                .more("""
                    MIN is the first offset that is kept, MAX the one behind the last. Messages a second are those of
                    the last minute, if the brokers count them.

                    Exit code: 0 shown, 1 if there is no such topic or the queue is not reached, 2 wrong use.
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
            var row = new TopicRow(name, held, queues, topics.groups(name), topics.rate(name));
            if (JsonOption.wanted(arguments)) {
                JsonWriter json = TopicRow.details().members(row, new JsonWriter().beginObject());
                JsonOption.print(
                        QueueRow.listing().array(queues, json.name("perQueue")).endObject(), console);
                return 0;
            }
            TopicRow.details().facts(row, console);
            if (!row.differences().isEmpty()) {
                console.err().println("note: " + row.differences());
            }
            console.out().println();
            QueueRow.listing().print(queues, console);
            return 0;
        }
    }
}
