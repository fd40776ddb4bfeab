package org.apogeemq.broker.pull;

import org.apogeemq.broker.filter.Outcomes;
import org.apogeemq.broker.group.TagFilter;
import org.apogeemq.filter.Filter;
import org.apogeemq.store.queue.ConsumeQueue;

/**
 * One pull, from its arrival to its answer. Filled in by the adapter, then confined to the event loop it came from
 * (except that {@code QueueWaiters} reads {@code filter}).
 */
public final class PullCall {
    /** Bits of {@link #sysFlag}. */
    public static final int COMMIT_OFFSET = 1;

    public static final int SUSPEND = 2;
    public static final int SUBSCRIPTION = 4;

    /** The adapter's way to the caller. */
    public Object reply;

    public int opaque;
    public byte serializeType;

    public String group = "";
    public String topic = "";
    public int queueId;
    /** First offset wanted. */
    public long offset;

    public int maxMessages;
    /** Bytes wanted at most; the first message comes in any case. */
    public int maxBytes = Integer.MAX_VALUE;

    public int sysFlag;
    /** Progress to note if {@link #COMMIT_OFFSET} is set. */
    public long commitOffset;
    /** How long to wait for a message if {@link #SUSPEND} is set. */
    public long suspendMillis;
    /** Expression, if {@link #SUBSCRIPTION} is set. */
    public String subscription;
    /** Version of the subscription the client has, 0: not to be compared. */
    public long subVersion;
    /** TAG, SQL92 or absent. */
    public String expressionType;

    /** How long reading from the disk took, in ms; 0: nothing was read there. */
    public long tookMillis;

    // Found out by Pull.check.
    TagFilter filter = TagFilter.ALL;
    /** Null: all that the tags let through. */
    Filter sql;

    /** What is known of messages and that expression; null: nothing, and nothing is to be remembered. */
    Outcomes outcomes;

    ConsumeQueue queue;

    // While it waits for messages that pass its expression.
    long waitsUntilMillis;
    /** It has looked at messages that do not, and begins behind them. */
    boolean hasPassedOver;
    /** When the lane looked at it last. */
    long round;

    // While it waits; lists of the lane's wheel.
    PullLane lane;
    QueueWaiters waiters;
    int bucket = -1;
    PullCall previous;
    PullCall next;

    boolean has(int flag) {
        return (sysFlag & flag) != 0;
    }
}
