package org.apogeemq.cli.message;

import java.util.HashMap;
import java.util.Map;
import org.apogeemq.cli.grammar.CommandFailure;
import org.apogeemq.cli.reach.Remote;
import org.apogeemq.protocol.body.SubscriptionGroupConfig;
import org.apogeemq.protocol.command.RemotingCommand;
import org.apogeemq.protocol.command.RequestCodes;
import org.apogeemq.protocol.command.ResponseCodes;
import org.apogeemq.protocol.record.MessageQueue;

/**
 * Remembers on the brokers up to where all dead letters were sent to their origin: the offset of a group that exists
 * for this alone. Spares the next run what is done, also when the messages that were made have expired. Confined to
 * one thread.
 */
final class ResendMark {
    /** Its name is that of a group of the system, so lists of groups leave it out. */
    static final String GROUP = "CID_RMQ_SYS_APOGEE_RESEND";

    private final Remote remote;
    private final Map<MessageQueue, String> queues;
    private final Map<MessageQueue, Long> done = new HashMap<>();
    private final Map<MessageQueue, Long> committed = new HashMap<>();
    private long skipped;

    /** @param queues those of the dead letters, with the addresses of their brokers */
    ResendMark(Remote remote, Map<MessageQueue, String> queues) {
        this.remote = remote;
        this.queues = queues;
    }

    /** Asks for the offsets up to which all is done; those of letters that have expired count as done. */
    Map<MessageQueue, Long> read() {
        queues.forEach((queue, broker) -> {
            RemotingCommand answer = remote.ask(broker, request(RequestCodes.QUERY_CONSUMER_OFFSET, queue, null));
            long offset = switch (answer.code()) {
                case ResponseCodes.SUCCESS -> offset(answer);
                case ResponseCodes.QUERY_NOT_FOUND, ResponseCodes.SUBSCRIPTION_GROUP_NOT_EXIST -> 0;
                default -> throw Remote.refused("broker " + broker, answer);
            };
            long first = offset(remote.done(broker, request(RequestCodes.GET_MIN_OFFSET, queue, null)));
            done.put(queue, Math.max(offset, first));
            skipped += Math.max(0, offset - first);
        });
        committed.putAll(done);
        return Map.copyOf(done);
    }

    /** Letters that are kept and need not be looked at. */
    long skipped() {
        return skipped;
    }

    private static long offset(RemotingCommand answer) {
        return Long.parseLong(answer.ext().get("offset"));
    }

    /** A letter was sent, now or before; counts if all before it in its queue were. */
    void sent(Found letter) {
        var queue = new MessageQueue(
                letter.message().topic(), letter.broker(), letter.message().queueId());
        done.computeIfPresent(
                queue, (same, offset) -> offset == letter.message().queueOffset() ? offset + 1 : offset);
    }

    /**
     * Tells the brokers how far it is.
     *
     * @throws CommandFailure if one refuses; nothing is lost but time
     */
    void write() {
        done.forEach((queue, offset) -> {
            if (!offset.equals(committed.get(queue))) {
                write(queues.get(queue), request(RequestCodes.UPDATE_CONSUMER_OFFSET, queue, offset));
                committed.put(queue, offset);
            }
        });
    }

    /** Brokers keep offsets of groups they know; the first time ours is made. */
    private void write(String broker, RemotingCommand commit) {
        RemotingCommand answer = remote.ask(broker, commit);
        if (answer.code() == ResponseCodes.SUBSCRIPTION_GROUP_NOT_EXIST) {
            byte[] settings = SubscriptionGroupConfig.of(GROUP).toJson();
            remote.done(
                    broker,
                    RemotingCommand.request(RequestCodes.UPDATE_AND_CREATE_SUBSCRIPTIONGROUP, Map.of(), settings));
            answer = remote.ask(broker, commit);
        }
        if (answer.code() != ResponseCodes.SUCCESS) {
            throw Remote.refused("broker " + broker, answer);
        }
    }

    private static RemotingCommand request(int code, MessageQueue queue, Long offset) {
        return Remote.request(
                code,
                "consumerGroup",
                GROUP,
                "topic",
                queue.topic(),
                "queueId",
                Integer.toString(queue.queueId()),
                "setZeroIfNotFound",
                "false",
                "commitOffset",
                offset == null ? null : offset.toString());
    }
}
