package org.apogeemq.broker.group;

import java.time.Duration;

/**
 * What the settings say about groups.
 *
 * @param autoCreate whether a group appears when it is first used (autoCreateSubscriptionGroup)
 * @param autoCreateSystem the same for names that begin with {@code CID_RMQ_SYS_} (enableCreateSysGroup)
 * @param notifyChanges whether members are told of other members (notifyConsumerIdsChangedEnable)
 * @param rejectPullConsumers whether groups that pull by themselves are passed over (rejectPullConsumerEnable)
 * @param lockLife how long a client that consumes in order holds a queue after it asked for it last
 */
public record GroupSettings(
        boolean autoCreate,
        boolean autoCreateSystem,
        boolean notifyChanges,
        boolean rejectPullConsumers,
        Duration lockLife) {
    public GroupSettings {
        if (!lockLife.isPositive()) {
            throw new IllegalArgumentException("lockLife is " + lockLife + ", must be above 0");
        }
    }

    /** Apache's defaults. */
    public static final GroupSettings DEFAULTS = new GroupSettings(true, true, true, false, Duration.ofSeconds(60));

    /** Most groups of a broker. */
    public static final int GROUPS_MAX = 100_000;

    /** Most retry queues of a group. */
    public static final int RETRY_QUEUES_MAX = 1_024;
}
