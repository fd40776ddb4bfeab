package org.apogeemq.broker.reply;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apogeemq.broker.face.RefusedException;
import org.apogeemq.broker.group.Client;
import org.apogeemq.broker.group.Producers;
import org.apogeemq.protocol.command.RequestCodes;
import org.apogeemq.protocol.command.ResponseCodes;
import org.apogeemq.protocol.record.MessageProperties;
import org.apogeemq.protocol.record.PropertyNames;
import org.apogeemq.time.Clock;

/** Passes replies on to the clients that wait for them. Thread-safe; nothing here waits. */
public final class Replies {
    /** How long a client may take to say that it has its reply. */
    public static final Duration ANSWER_MAX = Duration.ofSeconds(10);

    /** Replies under way to clients at a time; more are refused. */
    static final int UNDER_WAY_MAX = 10_000;

    private static final String PROPERTIES = "properties";

    private final Producers producers;
    private final Clock clock;
    private final AtomicInteger underWay = new AtomicInteger();

    public Replies(Producers producers, Clock clock) {
        this.producers = producers;
        this.clock = clock;
    }

    /**
     * Passes a reply on to the client that its property REPLY_TO_CLIENT names. Completes when the client has taken it;
     * fails with {@link RefusedException}, whose text says why, if it has not.
     *
     * @param fields of the reply as clients want them, the text of its properties among them
     * @param body the message
     */
    public CompletableFuture<Void> push(Map<String, String> fields, byte[] body) {
        String properties = fields.getOrDefault(PROPERTIES, "");
        String clientId = MessageProperties.parse(properties).get(PropertyNames.REPLY_TO_CLIENT);
        if (clientId == null) {
            return refused("property " + PropertyNames.REPLY_TO_CLIENT + " is null, can not reply message");
        }
        Client client = producers.find(clientId);
        if (client == null) {
            return refused("push reply message fail, channel of <" + clientId + "> not found: no producer with this"
                    + " client id is connected to this broker");
        }
        if (underWay.incrementAndGet() > UNDER_WAY_MAX) {
            underWay.decrementAndGet();
            return refused("push reply message to <" + clientId + "> fail: " + UNDER_WAY_MAX
                    + " replies are under way to clients, which is the limit");
        }
        Map<String, String> pushed = new LinkedHashMap<>(fields);
        pushed.put(PROPERTIES, withTime(properties));
        return client.link()
                .ask(RequestCodes.PUSH_REPLY_MESSAGE_TO_CLIENT, pushed, body, ANSWER_MAX)
                .handle((answer, failure) -> {
                    underWay.decrementAndGet();
                    if (failure != null) {
                        throw refusal("push reply message to <" + clientId + "> fail: " + reason(failure));
                    }
                    return null;
                });
    }

    private String withTime(String properties) {
        boolean open =
                !properties.isEmpty() && properties.charAt(properties.length() - 1) != MessageProperties.PAIR_END;
        return properties
                + (open ? String.valueOf((char) MessageProperties.PAIR_END) : "")
                + PropertyNames.PUSH_REPLY_TIME
                + (char) MessageProperties.NAME_END
                + clock.wallMillis()
                + (char) MessageProperties.PAIR_END;
    }

    private static String reason(Throwable failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }

    private static CompletableFuture<Void> refused(String reason) {
        return CompletableFuture.failedFuture(refusal(reason));
    }

    private static RefusedException refusal(String reason) {
        return new RefusedException(ResponseCodes.SYSTEM_ERROR, reason);
    }
}
