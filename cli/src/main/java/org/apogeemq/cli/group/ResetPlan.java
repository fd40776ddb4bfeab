package org.apogeemq.cli.group;

import java.util.ArrayList;
import java.util.List;
import org.apogeemq.cli.reach.Remote;
import org.apogeemq.cli.reach.Remote.Master;
import org.apogeemq.cli.screen.Listing;
import org.apogeemq.cli.screen.Shown;
import org.apogeemq.protocol.command.RemotingCommand;
import org.apogeemq.protocol.command.RequestCodes;
import org.apogeemq.protocol.command.ResponseCodes;

/** Finds out where each queue of a group would go. Changes nothing. */
final class ResetPlan {
    /** Where to: a time, an offset, or an end. */
    sealed interface Target {
        /** The first message that is kept. */
        record First() implements Target {}

        /** Behind the last message. */
        record Last() implements Target {}

        /** The first message stored at this time, in ms, or later. */
        record Time(long millis) implements Target {}

        /** This offset, or the nearest there is. */
        record Offset(long offset) implements Target {}

        /** The time that brokers are told that know no offsets; -1 is the end. */
        default long timestamp() {
            return switch (this) {
                case First first -> 0;
                case Last last -> -1;
                case Time time -> time.millis();
                case Offset offset -> 0;
            };
        }
    }

    /**
     * A queue and where it goes.
     *
     * @param from what is committed now; null if nothing is
     * @param end the offset behind the last message
     */
    record Move(Master broker, int queue, Long from, long to, long end) {
        boolean isChange() {
            return from == null || from != to;
        }

        private String meaning() {
            if (from == null) {
                return "begins here";
            }
            return from == to ? "stays" : Shown.whole(Math.abs(to - from)) + (to < from ? " again" : " skipped");
        }

        static Listing<Move> listing() {
            return new Listing<Move>()
                    .name("BROKER", "broker", move -> move.broker().name())
                    .whole("QUEUE", "queue", Move::queue)
                    .whole("NOW", "fromOffset", Move::from)
                    .whole("NEW", "toOffset", Move::to)
                    .text("MESSAGES", null, Move::meaning)
                    .whole("LAG THEN", "lagThen", move -> Math.max(0, move.end() - move.to()))
                    .yesNo(null, "changes", Move::isChange);
        }
    }

    private final Remote remote;
    private final String group;
    private final String topic;

    ResetPlan(Remote remote, String group, String topic) {
        this.remote = remote;
        this.group = group;
        this.topic = topic;
    }

    /** The moves of the queues {@code [from, to)} of one broker. */
    List<Move> moves(Master broker, int from, int to, Target target) {
        List<Move> moves = new ArrayList<>();
        for (int queue = from; queue < to; queue++) {
            long min = offset(broker, RequestCodes.GET_MIN_OFFSET, queue, null);
            long max = offset(broker, RequestCodes.GET_MAX_OFFSET, queue, null);
            long wanted = switch (target) {
                case Target.First first -> min;
                case Target.Last last -> max;
                case Target.Offset exact -> exact.offset();
                case Target.Time time -> offset(broker, RequestCodes.SEARCH_OFFSET_BY_TIMESTAMP, queue, time.millis());
            };
            moves.add(new Move(broker, queue, committed(broker, queue), Math.clamp(wanted, min, max), max));
        }
        return moves;
    }

    private long offset(Master broker, int code, int queue, Long timestamp) {
        RemotingCommand answer = remote.done(
                broker.address(),
                Remote.request(
                        code,
                        "topic",
                        topic,
                        "queueId",
                        Integer.toString(queue),
                        "timestamp",
                        timestamp == null ? null : timestamp.toString()));
        return Long.parseLong(answer.ext().get("offset"));
    }

    private Long committed(Master broker, int queue) {
        RemotingCommand answer = remote.ask(
                broker.address(),
                Remote.request(
                        RequestCodes.QUERY_CONSUMER_OFFSET,
                        "consumerGroup",
                        group,
                        "topic",
                        topic,
                        "queueId",
                        Integer.toString(queue),
                        "setZeroIfNotFound",
                        "false"));
        return switch (answer.code()) {
            case ResponseCodes.SUCCESS -> Long.parseLong(answer.ext().get("offset"));
            case ResponseCodes.QUERY_NOT_FOUND -> null;
            default -> throw Remote.refused("broker " + broker.address(), answer);
        };
    }
}
