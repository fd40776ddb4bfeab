package org.apogeemq.store.model;

import java.util.List;
import org.apogeemq.store.disk.Operation;
import org.apogeemq.store.queue.Boundary;

/** One thing that happens to a store. Carries all its choices, so that other steps can be left out. */
sealed interface Step {
    /** A batch of messages to one queue; the bodies begin with {@code id}. */
    record Send(int id, String topic, int queueId, List<Integer> bodyBytes) implements Step {}

    /** A change of the view. */
    record Change(String key, int value) implements Step {}

    /** A topic is removed. */
    record Remove(String topic) implements Step {}

    /** Time goes on, and what is due is done. */
    record Advance(int millis) implements Step {}

    /** Reads up to {@code count} entries, from a place in the queue between 0 and 1. */
    record Read(String topic, int queueId, double place, int count) implements Step {}

    /** Asks for the offset of the time of a message, or one beside it. */
    record ByTime(String topic, int queueId, double place, int millisBeside, Boundary boundary) implements Step {}

    /** Everything is compared. */
    record Check() implements Step {}

    /** Stops and starts. */
    record Restart() implements Step {}

    /** The process is killed and started again. */
    record Kill() implements Step {}

    /** Power goes; {@code survival} is the chance of what was not forced. */
    record PowerCut(long seed, double survival) implements Step {}

    /** So much can be written, then the disk is full. */
    record DiskFull(int bytesLeft) implements Step {}

    /** There is room again, and no fault that was planned happens any more. */
    record Heal() implements Step {}

    /** The {@code n}th operation of a kind fails; a write after so many bytes. */
    record Fail(Operation operation, int n, int afterBytes) implements Step {}
}
