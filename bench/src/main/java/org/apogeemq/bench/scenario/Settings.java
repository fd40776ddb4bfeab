package org.apogeemq.bench.scenario;

import java.time.Duration;
import java.util.List;

/**
 * Sizes of the load, the same for every peer.
 *
 * @param rounds visits to each peer
 * @param bodies body sizes in bytes, at least 8; the first is the one used where only one size is measured
 * @param messages messages of an async send and of a backlog that are measured
 * @param warmUp messages sent and read before anything is measured
 * @param syncMessages messages of a synchronous send that are measured
 * @param inFlight most requests without an answer, of single sends
 * @param batchSize messages a batch
 * @param batchesInFlight most batches without an answer
 * @param rate messages a second of the open loop
 * @param latencyWarmUp time of the open loop before it is recorded
 * @param latency time of the open loop that is recorded
 * @param settle time a server is left alone before it is called idle
 * @param idle time over which idle CPU is taken
 */
public record Settings(
        int rounds,
        List<Integer> bodies,
        int messages,
        int warmUp,
        int syncMessages,
        int inFlight,
        int batchSize,
        int batchesInFlight,
        int rate,
        Duration latencyWarmUp,
        Duration latency,
        Duration settle,
        Duration idle) {
    private static final int BODY_BYTES_MIN = 8;

    public Settings {
        bodies = List.copyOf(bodies);
        positive("rounds", rounds);
        positive("messages", messages);
        positive("warm-up", warmUp);
        positive("sync-messages", syncMessages);
        positive("in-flight", inFlight);
        positive("batch-size", batchSize);
        positive("batches-in-flight", batchesInFlight);
        positive("rate", rate);
        positive("latency warm-up in seconds", latencyWarmUp.toSeconds());
        positive("latency-seconds", latency.toSeconds());
        positive("idle-seconds", idle.toSeconds());
        if (bodies.isEmpty() || bodies.stream().anyMatch(bytes -> bytes < BODY_BYTES_MIN)) {
            throw new IllegalArgumentException("body is " + bodies + ", must be sizes of 8 bytes or more");
        }
    }

    private static void positive(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " is " + value + ", must be 1 or more");
        }
    }

    /** The body size of scenarios that measure one size only. */
    public int mainBody() {
        return bodies.getFirst();
    }
}
