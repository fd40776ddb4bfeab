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

    private final Map<String, Queue<Held>> byTopic = new HashMap<>();

    /** A send, and whose it is. */
    record Held(Session session, RemotingCommand request) {}

    /** Whether a send to {@code topic} has to wait behind others. */
    // hot
    boolean isHeld(String topic) {
        return !byTopic.isEmpty() && byTopic.containsKey(topic);
    }

    /**
     * Holds a send until {@link #release}.
     *
     * @throws RefusedException if too many are held
     */
    void hold(String topic, Session session, RemotingCommand request) {
        Queue<Held> held = byTopic.computeIfAbsent(topic, name -> new ArrayDeque<>());
        if (held.size() >= HELD_MAX) {
            throw new RefusedException(
                    ResponseCodes.SYSTEM_BUSY, HELD_MAX + " sends wait for topic[" + topic + "] to be created already");
        }
        held.add(new Held(session, request));
    }

    /** Those held for {@code topic}, in order. From now on none is. */
    Queue<Held> release(String topic) {
        Queue<Held> held = byTopic.remove(topic);
        return held == null ? new ArrayDeque<>() : held;
    }
}
