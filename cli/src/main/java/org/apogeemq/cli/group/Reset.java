package org.apogeemq.cli.group;

import org.apogeemq.cli.grammar.CommandFailure;
import org.apogeemq.cli.group.ResetPlan.Move;
import org.apogeemq.cli.reach.Remote;
import org.apogeemq.protocol.body.ResetOffsetBody;
import org.apogeemq.protocol.command.RemotingCommand;
import org.apogeemq.protocol.command.RequestCodes;
import org.apogeemq.protocol.command.ResponseCodes;

/**
 * Puts queues of a group elsewhere: by the request that tells running clients too, or, where the broker does not know
 * it or has nobody to tell, by committing for the group.
 */
final class Reset {
    private final Remote remote;
    private final String group;
    private final String topic;
    private final long timestamp;
    private final int clients;

    /**
     * @param timestamp for brokers that know no offsets, in ms
     * @param clients of the group that are connected
     */
    Reset(Remote remote, String group, String topic, long timestamp, int clients) {
        this.remote = remote;
        this.group = group;
        this.topic = topic;
        this.timestamp = timestamp;
        this.clients = clients;
    }

    /**
     * Makes one move.
     *
     * @throws CommandFailure if the broker refuses, or has no way to tell clients that are connected
     */
    void make(Move move) {
        String queue = Integer.toString(move.queue());
        RemotingCommand answer = remote.ask(
                move.broker().address(),
                Remote.request(
                        RequestCodes.INVOKE_BROKER_TO_RESET_OFFSET,
                        "topic",
                        topic,
                        "group",
                        group,
                        "timestamp",
                        Long.toString(timestamp),
                        "isForce",
                        "true",
                        "queueId",
                        queue,
                        "offset",
                        Long.toString(move.to())));
        switch (answer.code()) {
            case ResponseCodes.SUCCESS -> check(move, answer);
            case ResponseCodes.CONSUMER_NOT_ONLINE -> commit(move, queue);
            case ResponseCodes.REQUEST_CODE_NOT_SUPPORTED -> {
                if (clients > 0) {
                    throw new CommandFailure("broker " + move.broker().name() + " cannot tell clients that are"
                            + " connected, and " + clients + " of group " + group
                            + " are: they would commit over it; stop them and run this again");
                }
                commit(move, queue);
            }
            default -> throw Remote.refused("broker " + move.broker().name(), answer);
        }
    }

    /** The broker says what it has done, if it is one that says so. */
    private void check(Move move, RemotingCommand answer) {
        if (answer.body() == null) {
            return;
        }
        ResetOffsetBody.fromJson(answer.body()).offsetTable().forEach((queue, offset) -> {
            if (queue.queueId() == move.queue() && offset != move.to()) {
                throw new CommandFailure("broker " + move.broker().name() + " put queue " + move.queue() + " to "
                        + offset + " instead of " + move.to() + "; bin/apogee group lag " + group
                        + " shows where it is");
            }
        });
    }

    private void commit(Move move, String queue) {
        remote.done(
                move.broker().address(),
                Remote.request(
                        RequestCodes.UPDATE_CONSUMER_OFFSET,
                        "consumerGroup",
                        group,
                        "topic",
                        topic,
                        "queueId",
                        queue,
                        "commitOffset",
                        Long.toString(move.to())));
    }
}
