package org.apogeemq.cli.topic;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apogeemq.cli.grammar.Arguments;
import org.apogeemq.cli.grammar.Command;
import org.apogeemq.cli.grammar.Console;
import org.apogeemq.cli.grammar.Grammar;
import org.apogeemq.cli.reach.NameServerOption;
import org.apogeemq.cli.reach.Remote;
import org.apogeemq.cli.reach.Remote.Master;
import org.apogeemq.cli.reach.Session;
import org.apogeemq.cli.screen.JsonOption;
import org.apogeemq.cli.screen.ListOptions;
import org.apogeemq.cli.screen.Progress;
import org.apogeemq.cli.topic.Topics.Held;
import org.apogeemq.protocol.json.JsonWriter;
import org.apogeemq.protocol.record.Names;

/** {@code apogee topic list}: shows which topics there are. */
public final class TopicListCommand implements Command {
    private final String nameServers;

    /** @param nameServers used if none is named */
    public TopicListCommand(String nameServers) {
        this.nameServers = nameServers;
    }

    @Override
    public Grammar grammar() {
        return new Grammar("topic list", "Shows the topics: queues, permissions, messages that are kept, last write.")
                .with(ListOptions::in)
                .with(JsonOption::in)
                .with(NameServerOption::in)
                .more("""
                    Without --all, topics of the system, retries and dead letters of groups are left out.

                    Examples:
                      bin/apogee topic list
                      bin/apogee topic list 'order*' --json

                    Exit code: 0 shown, 1 if the queue is not reached, 2 wrong use.
                    """);
    }

    @Override
    public int run(Arguments arguments, Console console) {
        try (var session = new Session()) {
            Remote remote = session.remote(NameServerOption.addresses(arguments, nameServers));
            List<Master> masters = remote.masters();
            var topics = new Topics(remote, masters);
            Map<String, List<Held>> wanted = topics.all();
            Set<String> own = own(masters);
            wanted.keySet()
                    .removeIf(name -> !ListOptions.wants(arguments, name, own.contains(name) || isOfTheSystem(name)));
            if (ListOptions.onlyNames(arguments)) {
                wanted.keySet().forEach(console.out()::println);
                return 0;
            }
            List<TopicRow> rows = rows(topics, wanted, console);
            if (JsonOption.wanted(arguments)) {
                JsonOption.print(TopicRow.listing().array(rows, new JsonWriter()), console);
            } else if (rows.isEmpty()) {
                console.err()
                        .println("there are no such topics; the first message to one makes it, or: "
                                + "bin/apogee topic create NAME");
            } else {
                TopicRow.listing().print(rows, console);
            }
            return 0;
        }
    }

    private static List<TopicRow> rows(Topics topics, Map<String, List<Held>> wanted, Console console) {
        List<List<Held>> held = List.copyOf(wanted.values());
        var progress = new Progress(console, "topics asked", held.size());
        List<List<QueueRow>> queues = topics.queues(held, progress);
        progress.end();
        List<TopicRow> rows = new ArrayList<>();
        List<String> names = List.copyOf(wanted.keySet());
        for (int i = 0; i < names.size(); i++) {
            rows.add(new TopicRow(names.get(i), held.get(i), queues.get(i), null, null));
        }
        return rows;
    }

    /** Names of brokers and clusters are topics, too. */
    private static Set<String> own(List<Master> masters) {
        Set<String> names = new HashSet<>();
        for (Master broker : masters) {
            names.add(broker.name());
            names.add(broker.cluster());
            names.add(Names.replyTopic(broker.cluster()));
        }
        return names;
    }

    private static boolean isOfTheSystem(String name) {
        return Names.isSystemTopic(name) || Names.isRetryTopic(name) || Names.isDeadLetterTopic(name);
    }
}
