package org.apogeemq.broker.group;

import org.apogeemq.protocol.body.SubscriptionData;

/**
 * What a group wants of a topic, as its members said last.
 *
 * @param data as it came from the client
 * @param filter lets through what the group wants, as far as tags tell
 * @param broadcast every member of the group gets everything
 */
public record Subscription(SubscriptionData data, TagFilter filter, boolean broadcast) {
    static Subscription of(SubscriptionData data, boolean broadcast) {
        int[] codes = data.isTag()
                ? data.codeSet().stream().mapToInt(Integer::intValue).toArray()
                : new int[0];
        return new Subscription(data, TagFilter.of(codes), broadcast);
    }

    /** The client's clock when it subscribed, in ms; grows with every change. */
    public long version() {
        return data.subVersion();
    }

    /** {@code TAG} or {@code SQL92}. */
    public String expressionType() {
        return data.expressionType();
    }
}
