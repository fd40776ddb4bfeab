package org.apogeemq.cli.message;

import java.util.Map;
import java.util.function.Function;
import org.apogeemq.cli.screen.Listing;
import org.apogeemq.protocol.record.PropertyNames;
import org.apogeemq.protocol.record.StoredMessage;

/** A message and the name of the broker that has it. */
record Found(String broker, StoredMessage message) {
    private static final int BODY_CHARS_MAX = 400;

    /** The id that clients show; that of its place, if it has none. */
    String id() {
        String unique = message.property(PropertyNames.UNIQ_KEY);
        return unique == null ? message.offsetMessageId() : unique;
    }

    String place() {
        return MessageLine.place(message, broker);
    }

    String property(String name) {
        return message.property(name);
    }

    Map<String, String> properties() {
        return message.propertyMap();
    }

    /** Address and port of the client that sent it. */
    String bornHost() {
        return message.bornHost().getAddress().getHostAddress() + ":"
                + message.bornHost().getPort();
    }

    /** The beginning of the body, for a line of a table. */
    String bodyBegin() {
        String text = MessageBody.text(message);
        return text.length() <= BODY_CHARS_MAX ? text : text.substring(0, BODY_CHARS_MAX);
    }

    /** As rows of a table. */
    static Listing<Found> listing() {
        return inJson(
                new Listing<Found>()
                        .time("STORED", null, found -> found.message().storeTimestamp())
                        .text("PLACE", null, Found::place)
                        .text("ID", null, Found::id)
                        .spare()
                        .name("TAGS", null, found -> found.property(PropertyNames.TAGS))
                        .name("KEYS", null, found -> found.property(PropertyNames.KEYS))
                        .name("BODY", null, Found::bodyBegin),
                found -> found);
    }

    /** Adds what JSON says of a message. */
    static <T> Listing<T> inJson(Listing<T> listing, Function<T, Found> of) {
        return listing.text(null, "id", one -> of.apply(one).id())
                .text(null, "offsetId", one -> of.apply(one).message().offsetMessageId())
                .text(null, "topic", one -> of.apply(one).message().topic())
                .text(null, "broker", one -> of.apply(one).broker())
                .whole(null, "queue", one -> of.apply(one).message().queueId())
                .whole(null, "offset", one -> of.apply(one).message().queueOffset())
                .time(null, "storedMillis", one -> of.apply(one).message().storeTimestamp())
                .time(null, "bornMillis", one -> of.apply(one).message().bornTimestamp())
                .text(null, "bornHost", one -> of.apply(one).bornHost())
                .whole(null, "flag", one -> of.apply(one).message().flag())
                .whole(null, "sysFlag", one -> of.apply(one).message().sysFlag())
                .whole(null, "reconsumeTimes", one -> of.apply(one).message().reconsumeTimes())
                .text(null, "tags", one -> of.apply(one).property(PropertyNames.TAGS))
                .text(null, "keys", one -> of.apply(one).property(PropertyNames.KEYS))
                .map(null, "properties", one -> of.apply(one).properties())
                .whole(null, "bodyBytes", one -> of.apply(one).message().body().length)
                .text(null, "body", one -> MessageBody.textOrNull(of.apply(one).message()));
    }
}
