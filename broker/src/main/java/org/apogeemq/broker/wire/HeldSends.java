package org.apogeemq.broker.wire;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import org.apogeemq.broker.face.RefusedException;
import org.apogeemq.protocol.command.RemotingCommand;
import org.apogeemq.protocol.command.ResponseCodes;

/**
 * Sends to topics that are just being created, each topic's in the order they came: none may overtake another. Confined
 * to one event loop.
 */
final class HeldSends {
    /** Sends held for one topic; more are refused. */
    static final int HELD_MAX = 1_000;

    /** Bytes of the bodies held for all topics; more are refused. */
    static final int BODY_BYTES_MAX = 32 * 1024 * 1024;

    private final Map<String, Queue<Held>> byTopic = new HashMap<>();
    private long bodyBytes;

    /** A send, and whose it is. */
    record Held(Session session, RemotingCommand request) {
        int bodyBytes() {
            return request.body() == null ? 0 : request.body().length;
        }
    }

    /** Whether a send to {@code topic} has to wait behind others. */
    // hot
    boolean isHeld(String topic) {
        return !byTopic.isEmpty() && byTopic.containsKey(topic);
    }

    /**
     * Holds a send until {@link #release}.
     *
     * @throws RefusedException if too many are held; nothing is held then that was not before
     */
    void hold(String topic, Session session, RemotingCommand request) {
        Queue<Held> held = byTopic.getOrDefault(topic, new ArrayDeque<>());
        var send = new Held(session, request);
        if (held.size() >= HELD_MAX || bodyBytes + send.bodyBytes() > BODY_BYTES_MAX) {
            throw new RefusedException(
                    ResponseCodes.SYSTEM_BUSY,
                    "too many sends wait for topics to be created: " + held.size() + " for topic[" + topic
                            + "], at most " + HELD_MAX + "; " + bodyBytes + " bytes in all, at most " + BODY_BYTES_MAX);
        }
        bodyBytes += send.bodyBytes();
        held.add(send);
        byTopic.put(
                topic, held); // not before it is accepted: nobody would release a topic whose first send was refused
    }

    /** Those held for {@code topic}, in order. From now on none is. */
    Queue<Held> release(String topic) {
        Queue<Held> held = byTopic.remove(topic);
        if (held == null) {
            return new ArrayDeque<>();
        }
        held.forEach(send -> bodyBytes -= send.bodyBytes());
        return held;
    }
}
