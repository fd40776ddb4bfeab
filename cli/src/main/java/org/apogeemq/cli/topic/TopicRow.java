package org.apogeemq.cli.topic;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apogeemq.cli.screen.Listing;
import org.apogeemq.cli.topic.Topics.Held;
import org.apogeemq.protocol.body.TopicConfig;

/**
 * A topic as all its brokers say together.
 *
 * @param queues what lies in them
 * @param groups who consumes it, in order; null if that was not asked
 * @param rate messages sent a second; null if not known
 */
record TopicRow(String name, List<Held> held, List<QueueRow> queues, List<String> groups, Double rate) {
    TopicRow {
        held = List.copyOf(held);
        queues = List.copyOf(queues);
    }

    List<String> brokers() {
        return held.stream().map(one -> one.broker().name()).toList();
    }

    int readQueues() {
        return held.stream().mapToInt(one -> one.config().readQueueNums()).sum();
    }

    int writeQueues() {
        return held.stream().mapToInt(one -> one.config().writeQueueNums()).sum();
    }

    /** As {@link Permission} writes it; if brokers differ, all of them. */
    String permission() {
        return held.stream()
                .map(one -> Permission.text(one.config().perm()))
                .distinct()
                .collect(Collectors.joining("/"));
    }

    boolean order() {
        return held.stream().anyMatch(one -> one.config().order());
    }

    Map<String, String> attributes() {
        Map<String, String> attributes = new LinkedHashMap<>();
        held.forEach(one -> attributes.putAll(one.config().attributes()));
        return attributes;
    }

    /** What differs from broker to broker, in words; empty if nothing does. */
    String differences() {
        Set<TopicConfig> configs = held.stream()
                .map(Held::config)
                .map(config -> config.withQueues(0, 0))
                .collect(Collectors.toSet());
        return configs.size() <= 1
                ? ""
                : "the settings of topic " + name + " differ from broker to broker: "
                        + held.stream()
                                .map(one -> one.broker().name() + " "
                                        + Permission.text(one.config().perm()) + " "
                                        + one.config().attributes())
                                .collect(Collectors.joining("; "));
    }

    private String shownQueues() {
        return readQueues() == writeQueues()
                ? Integer.toString(readQueues())
                : readQueues() + "r/" + writeQueues() + "w";
    }

    /** As rows of a table. */
    static Listing<TopicRow> listing() {
        return new Listing<TopicRow>()
                .name("TOPIC", "topic", TopicRow::name)
                .text("QUEUES", null, TopicRow::shownQueues)
                .text("PERM", "permission", TopicRow::permission)
                .whole("MESSAGES", "messages", row -> QueueRow.messages(row.queues()))
                .time("LAST WRITE", "lastWriteMillis", row -> QueueRow.lastWrite(row.queues()))
                .map("ATTRIBUTES", "attributes", TopicRow::attributes)
                .spare()
                .list("BROKERS", "brokers", TopicRow::brokers)
                .spare()
                .whole(null, "readQueues", TopicRow::readQueues)
                .whole(null, "writeQueues", TopicRow::writeQueues);
    }

    /** As a list of facts. */
    static Listing<TopicRow> details() {
        return new Listing<TopicRow>()
                .text("topic", "topic", TopicRow::name)
                .list("brokers", "brokers", TopicRow::brokers)
                .text("queues", null, TopicRow::shownQueues)
                .whole(null, "readQueues", TopicRow::readQueues)
                .whole(null, "writeQueues", TopicRow::writeQueues)
                .text("permission", "permission", TopicRow::permission)
                .yesNo("order", "order", TopicRow::order)
                .map("attributes", "attributes", TopicRow::attributes)
                .whole("messages", "messages", row -> QueueRow.messages(row.queues()))
                .decimal("messages/s", "messagesPerSecond", TopicRow::rate)
                .time("last write", "lastWriteMillis", row -> QueueRow.lastWrite(row.queues()))
                .list("groups", "groups", TopicRow::groups);
    }
}
