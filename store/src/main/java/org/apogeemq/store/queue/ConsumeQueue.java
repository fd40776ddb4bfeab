package org.apogeemq.store.queue;

import java.nio.ByteBuffer;

/**
 * The messages of one queue of a topic, in order: where in the log each lies. A view of the log, written by the
 * log's owner only; everything here may be called from any thread.
 *
 * <p>Queue offsets count messages, from 0 on and without gaps. Callers may keep the object as long as the topic
 * lives; after {@link ConsumeQueues#remove} it is empty for good.
 */
public interface ConsumeQueue {
    /** The topic. */
    String topic();

    /** The number of the queue in its topic, 0 or more. */
    int queueId();

    /** First queue offset whose message is still there: in the log, or {@linkplain #hasGaps kept} when that expires. */
    long minOffset();

    /** The queue offset behind the last confirmed message; {@code [minOffset, maxOffset)} can be read. */
    long maxOffset();

    /**
     * Reads the entry that holds the message {@code from} and those behind it: as many as there are before
     * {@link #maxOffset}, {@code count} and the capacity of {@code target} at most. An entry of several messages is
     * never split, so the first may begin before {@code from}. Old entries come from a file: see {@link #isInMemory}.
     * Where there are gaps, what is read are the next entries there are; they say their queue offsets.
     *
     * @return their number, which is also the new {@link QueueEntries#count}; 0 if nothing is there
     */
    int read(long from, int count, QueueEntries target);

    /**
     * Whether only the last message of each key is kept of what is no longer in the log, so that queue offsets may have
     * gaps: nothing is missing there.
     */
    boolean hasGaps();

    /**
     * Reads the record that was at {@code logOffset} and is kept, into {@code target}, which has exactly room for it.
     * May wait for the disk.
     *
     * @return false if it is not kept
     * @throws java.io.UncheckedIOException if the disk does not return it
     */
    boolean readKept(long logOffset, ByteBuffer target);

    /** True if reading at {@code from} surely touches no file. */
    boolean isInMemory(long from);

    /**
     * The queue offset that belongs to a store time in ms. Reads the log, possibly from disk: for cold paths.
     *
     * <p>{@link Boundary#LOWER}: the first message stored at {@code timestamp} or later; {@link #maxOffset} if there
     * is none. {@link Boundary#UPPER}: the last message stored at {@code timestamp} or earlier; {@link #minOffset} if
     * there is none.
     */
    long offsetByTime(long timestamp, Boundary boundary);

    /** Sets who is told of new messages; {@code null} for nobody. There is one slot. */
    void watcher(Watcher watcher);

    /** Who is told of new messages, or {@code null}. */
    Watcher watcher();

    /** Is told of new messages. */
    interface Watcher {
        /**
         * The message at {@code queueOffset}, the last of its record, has become readable. Runs on the thread that owns
         * the log at this moment: must be short, must not block and must not throw.
         */
        void arrived(ConsumeQueue queue, long queueOffset, long tagsCode);

        /** The queue was removed and is empty for good. On the same thread, with the same duties. */
        default void removed(ConsumeQueue queue) {}
    }
}
