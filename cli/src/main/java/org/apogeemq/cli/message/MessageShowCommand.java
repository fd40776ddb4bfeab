package org.apogeemq.cli.message;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apogeemq.cli.grammar.Arguments;
import org.apogeemq.cli.grammar.Command;
import org.apogeemq.cli.grammar.CommandFailure;
import org.apogeemq.cli.grammar.Console;
import org.apogeemq.cli.grammar.Grammar;
import org.apogeemq.cli.grammar.Values;
import org.apogeemq.cli.grammar.WrongUseException;
import org.apogeemq.cli.reach.NameServerOption;
import org.apogeemq.cli.reach.Remote;
import org.apogeemq.cli.reach.Remote.Master;
import org.apogeemq.cli.reach.Session;
import org.apogeemq.cli.screen.JsonOption;

/** {@code apogee message show}: shows one message. */
public final class MessageShowCommand implements Command {
    private static final String WHAT = "ID|TOPIC";
    private static final String TOPIC = "TOPIC";
    private static final String KEY = "--key";
    private static final String QUEUE = "--queue";
    private static final String OFFSET = "--offset";

    private final String nameServers;

    /** @param nameServers used if none is named */
    public MessageShowCommand(String nameServers) {
        this.nameServers = nameServers;
    }

    @Override
    public Grammar grammar() {
        return new Grammar("message show", "Shows one message, all of it, and which groups have consumed it.")
                .argument(WHAT, "Id of the message; with --key or --queue its topic.")
                .optional(TOPIC, "Topic of the message: needed for the ids that clients show.")
                .option(KEY, "KEY", "The last message with this key.")
                .option(QUEUE, "[BROKER/]N", "The message in this queue ...")
                .option(OFFSET, "N", "... at this offset.")
                .with(JsonOption::in)
                .with(NameServerOption::in)
                .more("""
                    Examples:
                      bin/apogee message show 7F00000100002A9F00000000000004D2
                      bin/apogee message show 7F0000010A2C5CB1A2C8A9D1F0A00003 orders
                      bin/apogee message show orders --key order-17
                      bin/apogee message show orders --queue broker-a/3 --offset 1200

                    Exit code: 0 shown, 1 if there is no such message or the queue is not reached, 2 wrong use.
                    """);
    }

    @Override
    public int run(Arguments arguments, Console console) {
        try (var session = new Session()) {
            Remote remote = session.remote(NameServerOption.addresses(arguments, nameServers));
            List<Master> masters = remote.masters();
            Found found = find(arguments, new MessageSearch(remote, masters));
            MessageDetails.of(found, remote, masters).print(JsonOption.wanted(arguments), console);
            return 0;
        }
    }

    private static Found find(Arguments arguments, MessageSearch search) {
        String what = arguments.text(WHAT).orElseThrow();
        Optional<String> key = arguments.text(KEY);
        if (key.isPresent()) {
            List<Found> found = search.byKey(what, key.get(), 0, Long.MAX_VALUE);
            if (found.isEmpty()) {
                throw new CommandFailure("topic " + what + " has no message with key " + key.get());
            }
            return found.getLast();
        }
        Optional<String> queue = arguments.text(QUEUE);
        OptionalLong offset = Values.whole(arguments, OFFSET, 0, Long.MAX_VALUE);
        if (queue.isPresent() != offset.isPresent()) {
            throw new WrongUseException(QUEUE + " and " + OFFSET + " are given together");
        }
        return queue.isPresent()
                ? at(search, what, queue.get(), offset.getAsLong())
                : byId(search, what, arguments.text(TOPIC).orElse(null));
    }

    private static Found at(MessageSearch search, String topic, String queue, long offset) {
        int slash = queue.lastIndexOf('/');
        String id = queue.substring(slash + 1);
        if (!id.matches("[0-9]{1,6}")) {
            throw new WrongUseException(QUEUE + " is '" + queue + "', must be the number of a queue, or BROKER/NUMBER");
        }
        return search.at(topic, slash < 0 ? null : queue.substring(0, slash), Integer.parseInt(id), offset)
                .orElseThrow(() -> new CommandFailure("there is no message at " + queue + "@" + offset + " of topic "
                        + topic + "; bin/apogee topic show " + topic + " shows which offsets are kept"));
    }

    private static Found byId(MessageSearch search, String id, String topic) {
        return search.byId(id, topic)
                .orElseThrow(() -> new CommandFailure("there is no message " + id
                        + (topic == null
                                ? "; if that is the id a client shows, name its topic too: bin/apogee message show "
                                        + id + " TOPIC"
                                : " in topic " + topic + "; is it still kept? bin/apogee topic show " + topic)));
    }
}
