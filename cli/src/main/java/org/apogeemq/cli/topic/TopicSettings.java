package org.apogeemq.cli.topic;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apogeemq.cli.grammar.Arguments;
import org.apogeemq.cli.grammar.Grammar;
import org.apogeemq.cli.grammar.Values;
import org.apogeemq.cli.grammar.WrongUseException;
import org.apogeemq.protocol.body.TopicConfig;

/** The options that set what a topic is like; the same for making and for changing one. */
final class TopicSettings {
    private static final String QUEUES = "--queues";
    private static final String READ_QUEUES = "--read-queues";
    private static final String WRITE_QUEUES = "--write-queues";
    private static final String PERMISSION = "--perm";
    private static final String ORDER = "--order";
    private static final String TYPE = "--type";
    private static final String ATTRIBUTE = "--attribute";
    private static final String TYPE_ATTRIBUTE = "message.type";
    private static final int QUEUES_MAX = 65_535;

    private TopicSettings() {}

    static Grammar in(Grammar grammar) {
        return grammar.option(QUEUES, "N", "Queues on each broker, for reading and writing.")
                .option(READ_QUEUES, "N", "Queues consumers read, if not as many as are written.")
                .option(WRITE_QUEUES, "N", "Queues producers write, if not as many as are read.")
                .option(PERMISSION, Permission.CHOICES, "What clients may do: read, write.")
                .option(ORDER, "yes|no", "Whether queues stay in the route when their broker is away.")
                .option(TYPE, "NORMAL|FIFO|DELAY|TRANSACTION", "What kind of messages it is for (message.type).")
                .option(ATTRIBUTE, "NAME=VALUE", "An attribute; NAME= takes it away. May be repeated.");
    }

    /** What the options make of {@code before}; attributes apart, see {@link #attributes}. */
    static TopicConfig applied(TopicConfig before, Arguments arguments) {
        OptionalLong both = Values.whole(arguments, QUEUES, 1, QUEUES_MAX);
        int read =
                (int) Values.whole(arguments, READ_QUEUES, 0, QUEUES_MAX).orElse(both.orElse(before.readQueueNums()));
        int write =
                (int) Values.whole(arguments, WRITE_QUEUES, 0, QUEUES_MAX).orElse(both.orElse(before.writeQueueNums()));
        int permission = arguments
                .text(PERMISSION)
                .map(text -> Permission.read(PERMISSION, text))
                .orElse(before.perm());
        return new TopicConfig(
                before.topicName(),
                read,
                write,
                permission,
                before.topicFilterType(),
                before.topicSysFlag(),
                Values.yesNo(arguments, ORDER).orElse(before.order()),
                before.attributes());
    }

    /** The change of attributes that the options mean, as the request has it; empty for none. */
    static String attributes(Arguments arguments, Map<String, String> before) {
        List<String> wanted = new ArrayList<>(arguments.all(ATTRIBUTE));
        arguments.text(TYPE).ifPresent(type -> wanted.add(TYPE_ATTRIBUTE + "=" + type));
        List<String> changes = new ArrayList<>();
        for (String text : wanted) {
            int sign = text.indexOf('=');
            if (sign < 1 || text.contains(",")) {
                throw new WrongUseException(ATTRIBUTE + " is '" + text + "', must be NAME=VALUE, or NAME= without it");
            }
            String name = text.substring(0, sign);
            if (sign < text.length() - 1) {
                changes.add("+" + text);
            } else if (before.containsKey(name)) {
                changes.add("-" + name);
            }
        }
        return String.join(",", changes);
    }
}
