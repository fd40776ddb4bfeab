package org.apogeemq.cli.message;

import org.apogeemq.cli.grammar.Arguments;
import org.apogeemq.cli.grammar.Command;
import org.apogeemq.cli.grammar.Console;
import org.apogeemq.cli.grammar.Grammar;
import org.apogeemq.cli.grammar.WrongUseException;
import org.apogeemq.cli.reach.NameServerOption;
import org.apogeemq.cli.reach.Session;
import org.apogeemq.protocol.record.StoredMessage;

/** {@code apogee tail}: shows messages as they arrive. */
public final class TailCommand implements Command {
    private static final String TOPIC = "TOPIC";
    private static final String FROM = "--from";
    private static final String TAGS = "--tags";
    private static final String COUNT = "--count";
    private static final String ALL_TAGS = "*";

    private final String nameServers;

    /** @param nameServers used if none is named */
    public TailCommand(String nameServers) {
        this.nameServers = nameServers;
    }

    @Override
    public Grammar grammar() {
        return new Grammar("tail", """
            Prints the messages of a topic as they arrive.
            One line each: time, broker/queue@offset, tags, keys, body. Ctrl-C ends it.\
            """)
                .argument(TOPIC, "Topic to show.")
                .option(
                        FROM,
                        "first|last",
                        "Begin with the first message that is kept, or behind the last. Default: last")
                .option(TAGS, "TAGS", "Only messages with these tags, such as 'a || b'. Default: all")
                .option(COUNT, "N", "End after N messages. Default: go on")
                .with(NameServerOption::in)
                .more("""
                    It reads beside all consumer groups: it takes nothing away from them and commits no offsets.
                    A topic that does not exist yet is waited for.

                    Examples:
                      bin/apogee tail orders
                      bin/apogee tail orders --from first --count 10
                      bin/apogee tail orders --tags 'tea || coffee'

                    Exit code: 0 after --count messages, 130 after Ctrl-C, 1 if the queue is not reached,
                    2 wrong use.
                    """);
    }

    @Override
    public int run(Arguments arguments, Console console) throws InterruptedException {
        var wanted = new Tail.Wanted(
                arguments.text(TOPIC).orElseThrow(),
                arguments.text(TAGS).orElse(ALL_TAGS),
                from(arguments.text(FROM).orElse("last")),
                arguments.text(COUNT).map(TailCommand::count).orElse(Long.MAX_VALUE));
        try (var session = new Session()) {
            var remote = session.remote(NameServerOption.addresses(arguments, nameServers));
            new Tail(remote, session.time(), wanted, screen(console)).run();
            return 0;
        }
    }

    private static Tail.From from(String text) {
        return switch (text) {
            case "first" -> Tail.From.FIRST;
            case "last" -> Tail.From.LAST;
            default -> throw new WrongUseException(FROM + " is '" + text + "', must be first or last");
        };
    }

    private static long count(String text) {
        if (!text.matches("[0-9]{1,18}") || Long.parseLong(text) == 0) {
            throw new WrongUseException(COUNT + " is '" + text + "', must be a number above 0");
        }
        return Long.parseLong(text);
    }

    private static Tail.Screen screen(Console console) {
        return new Tail.Screen() {
            @Override
            public boolean message(String brokerName, StoredMessage message) {
                console.out().println(MessageLine.of(message, brokerName));
                return !console.out().checkError();
            }

            @Override
            public void notice(String text) {
                console.err().println(text);
            }
        };
    }
}
