package org.apogeemq.cli.message;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apogeemq.cli.grammar.Arguments;
import org.apogeemq.cli.grammar.Command;
import org.apogeemq.cli.grammar.Console;
import org.apogeemq.cli.grammar.Grammar;
import org.apogeemq.cli.reach.NameServerOption;
import org.apogeemq.cli.reach.Session;
import org.apogeemq.protocol.record.PropertyNames;
import org.apogeemq.time.Entropy;

/** {@code apogee send}: sends one message. */
public final class SendCommand implements Command {
    private static final String TOPIC = "TOPIC";
    private static final String TEXT = "TEXT";
    private static final String TAGS = "--tags";
    private static final String KEYS = "--keys";
    private static final String PROPERTY = "--property";

    private final String nameServers;

    /** @param nameServers used if none is named */
    public SendCommand(String nameServers) {
        this.nameServers = nameServers;
    }

    @Override
    public Grammar grammar() {
        return new Grammar("send", "Sends one message and prints its id, queue, offset and the milliseconds it took.")
                .argument(TOPIC, "Topic to send to.")
                .argument(TEXT, "Body of the message, sent as UTF-8.")
                .option(TAGS, "TAG", "Tag, by which consumers may choose.")
                .option(KEYS, "KEYS", "Keys to find it by, separated by blanks.")
                .option(PROPERTY, "NAME=VALUE", "A property of the application. May be repeated.")
                .with(NameServerOption::in)
                .more("""
                    A topic that does not exist is created by the broker, unless it is told not to.

                    Examples:
                      bin/apogee send orders 'one cup of tea'
                      bin/apogee send orders 'two cups' --tags tea --keys order-17
                      bin/apogee send orders hello -n 10.0.0.5:9876

                    Exit code: 0 stored, 1 not stored or not known, 2 wrong use.
                    """);
    }

    @Override
    public int run(Arguments arguments, Console console) {
        Map<String, String> properties = new LinkedHashMap<>();
        arguments.text(KEYS).ifPresent(keys -> properties.put(PropertyNames.KEYS, keys));
        arguments.text(TAGS).ifPresent(tags -> properties.put(PropertyNames.TAGS, tags));
        properties.putAll(MessageFilter.properties(arguments, PROPERTY));
        String topic = arguments.text(TOPIC).orElseThrow();
        byte[] body = arguments.text(TEXT).orElseThrow().getBytes(StandardCharsets.UTF_8);
        try (var session = new Session()) {
            var remote = session.remote(NameServerOption.addresses(arguments, nameServers));
            long began = session.time().monotonicNanos();
            Sender.Sent sent = new Sender(remote, session.time(), Entropy.SYSTEM).send(topic, body, properties);
            Duration took = Duration.ofNanos(session.time().monotonicNanos() - began);
            var line = new StringBuilder("sent ")
                    .append(sent.id())
                    .append(" to ")
                    .append(sent.brokerName())
                    .append('/')
                    .append(sent.queueId())
                    .append('@')
                    .append(sent.queueOffset())
                    .append(" in ")
                    .append(took.toMillis())
                    .append(" ms");
            if (!sent.note().isEmpty()) {
                line.append(" (").append(sent.note()).append(')');
            }
            console.out().println(line);
            return 0;
        }
    }
}
