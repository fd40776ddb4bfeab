package org.apogeemq.broker.group;

import org.apogeemq.broker.filter.SqlFilter;
import org.apogeemq.protocol.body.SubscriptionData;

/**
 * What a group wants of a topic, as its members said last.
 *
 * @param data as it came from the client
 * @param filter lets through what the group wants, as far as tags tell
 * @param sql its expression, if that is one in SQL; else null
 * @param broadcast every member of the group gets everything
 */
public record Subscription(SubscriptionData data, TagFilter filter, SqlFilter sql, boolean broadcast) {
    /** @param before what the group wanted of the topic until now, null if nothing: its expression may be the same */
    static Subscription of(SubscriptionData data, boolean broadcast, Subscription before) {
        int[] codes = data.isTag()
                ? data.codeSet().stream().mapToInt(Integer::intValue).toArray()
                : new int[0];
        return new Subscription(data, TagFilter.of(codes), sql(data, before), broadcast);
    }

    private static SqlFilter sql(SubscriptionData data, Subscription before) {
        if (!data.expressionType().equals(SubscriptionData.SQL92)) {
            return null;
        }
        SqlFilter present = before == null ? null : before.sql;
        return present != null && present.expression().equals(data.subString())
                ? present
                : SqlFilter.of(data.subString());
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
