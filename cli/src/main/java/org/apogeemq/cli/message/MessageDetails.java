package org.apogeemq.cli.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apogeemq.cli.grammar.Console;
import org.apogeemq.cli.reach.Remote;
import org.apogeemq.cli.reach.Remote.Master;
import org.apogeemq.cli.screen.JsonOption;
import org.apogeemq.cli.screen.Listing;
import org.apogeemq.cli.screen.Shown;
import org.apogeemq.protocol.body.GroupList;
import org.apogeemq.protocol.command.RemotingCommand;
import org.apogeemq.protocol.command.RequestCodes;
import org.apogeemq.protocol.command.ResponseCodes;
import org.apogeemq.protocol.json.JsonWriter;
import org.apogeemq.protocol.record.Names;
import org.apogeemq.protocol.record.PropertyNames;

/**
 * All there is to know of one message.
 *
 * @param consumedBy groups that have it behind them
 * @param notYetBy groups that have it before them
 */
record MessageDetails(Found found, List<String> consumedBy, List<String> notYetBy) {
    private static final Set<String> SHOWN_APART =
            Set.of(PropertyNames.TAGS, PropertyNames.KEYS, PropertyNames.UNIQ_KEY);

    /** Asks the message's broker who has consumed it. */
    static MessageDetails of(Found found, Remote remote, List<Master> masters) {
        List<String> consumed = new ArrayList<>();
        List<String> notYet = new ArrayList<>();
        for (Master broker : masters) {
            if (broker.name().equals(found.broker())) {
                for (String group : groups(found, remote, broker)) {
                    (hasConsumed(found, remote, broker, group) ? consumed : notYet).add(group);
                }
            }
        }
        return new MessageDetails(found, consumed, notYet);
    }

    private static List<String> groups(Found found, Remote remote, Master broker) {
        RemotingCommand answer = remote.ask(
                broker.address(),
                Remote.request(
                        RequestCodes.QUERY_TOPIC_CONSUME_BY_WHO,
                        "topic",
                        found.message().topic()));
        return answer.code() == ResponseCodes.SUCCESS
                ? GroupList.fromJson(answer.body()).groupList().stream()
                        .filter(group -> !Names.isSystemGroup(group))
                        .toList()
                : List.of();
    }

    private static boolean hasConsumed(Found found, Remote remote, Master broker, String group) {
        RemotingCommand answer = remote.ask(
                broker.address(),
                Remote.request(
                        RequestCodes.QUERY_CONSUMER_OFFSET,
                        "consumerGroup",
                        group,
                        "topic",
                        found.message().topic(),
                        "queueId",
                        Integer.toString(found.message().queueId()),
                        "setZeroIfNotFound",
                        "false"));
        return answer.code() == ResponseCodes.SUCCESS
                && Long.parseLong(answer.ext().get("offset")) > found.message().queueOffset();
    }

    /** Prints it: facts, properties, body. */
    void print(boolean json, Console console) {
        if (json) {
            Listing<MessageDetails> groups = new Listing<MessageDetails>()
                    .list(null, "consumedBy", MessageDetails::consumedBy)
                    .list(null, "notYetBy", MessageDetails::notYetBy);
            Listing<Found> message = Found.inJson(new Listing<>(), one -> one);
            JsonWriter object = message.members(found, new JsonWriter().beginObject());
            JsonOption.print(groups.members(this, object).endObject(), console);
            return;
        }
        facts().facts(this, console);
        Map<String, String> properties = found.properties();
        properties.keySet().removeAll(SHOWN_APART);
        if (!properties.isEmpty()) {
            console.out().println();
            properties.forEach((name, value) -> console.out().println(Shown.plain(name + " = " + value)));
        }
        console.out().println();
        console.out().println(MessageBody.text(found.message()));
        console.out().flush();
    }

    private static Listing<MessageDetails> facts() {
        return new Listing<MessageDetails>()
                .text("id", null, one -> one.found.id())
                .text("offset id", null, one -> one.found.message().offsetMessageId())
                .text("topic", null, one -> one.found.message().topic())
                .text("place", null, one -> one.found.place())
                .text(
                        "stored",
                        null,
                        one -> Shown.timeToMillis(one.found.message().storeTimestamp()))
                .text(
                        "born",
                        null,
                        one -> Shown.timeToMillis(one.found.message().bornTimestamp()) + " at " + one.found.bornHost())
                .text("tags", null, one -> one.found.property(PropertyNames.TAGS))
                .text("keys", null, one -> one.found.property(PropertyNames.KEYS))
                .whole("flag", null, one -> one.found.message().flag())
                .whole("retries", null, one -> one.found.message().reconsumeTimes())
                .whole("bytes", null, one -> one.found.message().body().length)
                .list("consumed by", null, MessageDetails::consumedBy)
                .list("not yet by", null, MessageDetails::notYetBy);
    }
}
