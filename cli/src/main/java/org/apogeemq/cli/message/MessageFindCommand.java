package org.apogeemq.cli.message;

import java.util.ArrayList;
import java.util.List;
import org.apogeemq.cli.grammar.Arguments;
import org.apogeemq.cli.grammar.Command;
import org.apogeemq.cli.grammar.Console;
import org.apogeemq.cli.grammar.Grammar;
import org.apogeemq.cli.grammar.Values;
import org.apogeemq.cli.reach.NameServerOption;
import org.apogeemq.cli.reach.Remote;
import org.apogeemq.cli.reach.Session;
import org.apogeemq.cli.screen.JsonOption;
import org.apogeemq.cli.screen.Progress;
import org.apogeemq.cli.screen.Shown;
import org.apogeemq.protocol.json.JsonWriter;

/** {@code apogee message find}: looks for messages. */
public final class MessageFindCommand implements Command {
    private static final String TOPIC = "TOPIC";
    private static final String MAX = "--max";
    private static final int MAX_DEFAULT = 50;
    private static final int MAX_MOST = 1_000_000;

    private final String nameServers;

    /** @param nameServers used if none is named */
    public MessageFindCommand(String nameServers) {
        this.nameServers = nameServers;
    }

    @Override
    public Grammar grammar() {
        return new Grammar("message find", "Looks for messages of a topic by key, tag, property, text or time.")
                .argument(TOPIC, "Topic to look in.")
                .with(MessageFilter::in)
                .option(MAX, "N", "End after N messages. Default: " + MAX_DEFAULT)
                .with(JsonOption::in)
                .with(NameServerOption::in)
                .more("""
                    The oldest stand first. A key is looked up in the brokers' indexes; without one the topic is read,
                    from --since on. It reads beside all groups and commits nothing.

                    Times: %s.

                    Examples:
                      bin/apogee message find orders --key order-17
                      bin/apogee message find orders --since 2h --tag tea --property region=north

                    Exit code: 0 found, 1 nothing found or the queue is not reached, 2 wrong use.
                    """.formatted(Shown.TIMES));
    }

    @Override
    public int run(Arguments arguments, Console console) {
        String topic = arguments.text(TOPIC).orElseThrow();
        int max = Values.whole(arguments, MAX, MAX_DEFAULT, 1, MAX_MOST);
        try (var session = new Session()) {
            MessageFilter filter = MessageFilter.of(arguments, session.time().wallMillis());
            Remote remote = session.remote(NameServerOption.addresses(arguments, nameServers));
            List<Found> found = filter.key() == null
                    ? read(remote, topic, filter, max, console)
                    : new MessageSearch(remote, remote.masters())
                            .byKey(topic, filter.key(), filter.since(), filter.until()).stream()
                                    .filter(filter::passes)
                                    .limit(max)
                                    .toList();
            if (JsonOption.wanted(arguments)) {
                JsonOption.print(Found.listing().array(found, new JsonWriter()), console);
            } else if (found.isEmpty()) {
                console.err().println("no such message in topic " + topic);
            } else {
                Found.listing().print(found, console);
            }
            return found.isEmpty() ? 1 : 0;
        }
    }

    private static List<Found> read(Remote remote, String topic, MessageFilter filter, int max, Console console) {
        TopicScan scan = TopicScan.of(remote, topic, filter.since());
        var progress = new Progress(console, "messages read", scan.total());
        List<Found> found = new ArrayList<>();
        long read = 0;
        for (Found next = scan.next(); next != null && found.size() < max; next = scan.next()) {
            progress.at(++read);
            if (next.message().storeTimestamp() >= filter.until()) {
                break; // the oldest come first
            }
            if (filter.passes(next)) {
                found.add(next);
            }
        }
        progress.end();
        return found;
    }
}
