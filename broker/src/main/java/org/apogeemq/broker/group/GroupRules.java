package org.apogeemq.broker.group;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apogeemq.broker.change.AttributeRules;
import org.apogeemq.broker.face.RefusedException;
import org.apogeemq.protocol.body.SubscriptionGroupConfig;
import org.apogeemq.protocol.command.ResponseCodes;
import org.apogeemq.protocol.record.BadNameException;
import org.apogeemq.protocol.record.Names;

/** What a group may be, and the groups every broker has from the start. */
final class GroupRules {
    private static final List<String> WITH_BROADCAST = List.of(
            "CID_ONS-HTTP-PROXY", "CID_ONSAPI_PULL", "CID_ONSAPI_PERMISSION", "CID_ONSAPI_OWNER", "CID_RMQ_SYS_TRANS");
    private static final List<String> ORDINARY = List.of("TOOLS_CONSUMER", "FILTERSRV_CONSUMER", "SELF_TEST_C_GROUP");

    private static final AttributeRules ATTRIBUTES = AttributeRules.none()
            .number("priority.factor", 0, 100)
            .text("lite.bind.topic")
            .oneOf("lite.sub.model", Set.of("Shared", "Exclusive"))
            .oneOf("lite.sub.reset.offset.exclusive", Set.of("true", "false"))
            .oneOf("lite.sub.reset.offset.unsubscribe", Set.of("true", "false"))
            .number("lite.sub.client.quota", -1, Integer.MAX_VALUE)
            .number("lite.sub.client.max.event.cnt", 10, Integer.MAX_VALUE)
            .text("lite.sub.wildcard");

    private GroupRules() {}

    /** The groups that are there without being created; they are in no record of the log unless changed. */
    static List<SubscriptionGroupConfig> systemGroups() {
        return Stream.concat(ORDINARY.stream(), WITH_BROADCAST.stream())
                .map(SubscriptionGroupConfig::of)
                .toList();
    }

    static void checkName(String group) {
        try {
            Names.checkGroup(group);
        } catch (BadNameException e) {
            throw invalid(e.getMessage());
        }
    }

    /** The group as it will be: what was asked for, with attributes changed by the delta of {@code wanted}. */
    static SubscriptionGroupConfig merged(SubscriptionGroupConfig present, SubscriptionGroupConfig wanted) {
        checkRange("retryQueueNums", wanted.retryQueueNums(), 0, GroupSettings.RETRY_QUEUES_MAX);
        checkRange("retryMaxTimes", wanted.retryMaxTimes(), -1, Integer.MAX_VALUE);
        checkRange("consumeTimeoutMinute", wanted.consumeTimeoutMinute(), 1, Integer.MAX_VALUE);
        checkRange("brokerId", wanted.brokerId(), 0, Long.MAX_VALUE);
        checkRange("whichBrokerWhenConsumeSlowly", wanted.whichBrokerWhenConsumeSlowly(), 0, Long.MAX_VALUE);
        Map<String, String> attributes = present == null
                ? ATTRIBUTES.create(wanted.attributes())
                : ATTRIBUTES.change(present.attributes(), wanted.attributes());
        return new SubscriptionGroupConfig(
                wanted.groupName(),
                wanted.consumeEnable(),
                wanted.consumeFromMinEnable(),
                wanted.consumeBroadcastEnable(),
                wanted.consumeMessageOrderly(),
                wanted.retryQueueNums(),
                wanted.retryMaxTimes(),
                wanted.groupRetryPolicy(),
                wanted.brokerId(),
                wanted.whichBrokerWhenConsumeSlowly(),
                wanted.notifyConsumerIdsChangedEnable(),
                wanted.groupSysFlag(),
                wanted.consumeTimeoutMinute(),
                wanted.subscriptionDataSet(),
                attributes);
    }

    private static void checkRange(String field, long value, long min, long max) {
        if (value < min || value > max) {
            throw invalid(field + " is " + value + ", must be "
                    + (max >= Integer.MAX_VALUE ? min + " or more" : "in " + min + ".." + max));
        }
    }

    private static RefusedException invalid(String message) {
        return new RefusedException(ResponseCodes.INVALID_PARAMETER, message);
    }
}
