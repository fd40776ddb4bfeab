package org.apogeemq.cli.group;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apogeemq.cli.grammar.Arguments;
import org.apogeemq.cli.grammar.Grammar;
import org.apogeemq.cli.grammar.Values;
import org.apogeemq.cli.grammar.WrongUseException;
import org.apogeemq.protocol.body.SubscriptionGroupConfig;

/** The options that set what a group is like; the same for making and for changing one. */
final class GroupSettings {
    private static final String CONSUME = "--consume";
    private static final String BROADCAST = "--broadcast";
    private static final String ORDERLY = "--orderly";
    private static final String RETRIES = "--retries";
    private static final String RETRY_QUEUES = "--retry-queues";
    private static final String TIMEOUT = "--timeout";
    private static final String NOTIFY = "--notify";
    private static final String ATTRIBUTE = "--attribute";
    private static final String YES_NO = "yes|no";
    private static final int RETRIES_MAX = 1_000_000;
    private static final int QUEUES_MAX = 1_024;
    private static final int MINUTES_MAX = 10_080;

    private GroupSettings() {}

    static Grammar in(Grammar grammar) {
        return grammar.option(CONSUME, YES_NO, "Whether the group may consume at all.")
                .option(BROADCAST, YES_NO, "Whether its members may consume by broadcast.")
                .option(ORDERLY, YES_NO, "Whether POP consumers get messages of a queue in order.")
                .option(RETRIES, "N", "Failures after which a message is a dead letter; -1: never.")
                .option(RETRY_QUEUES, "N", "Queues of its retry topic.")
                .option(TIMEOUT, "MINUTES", "Minutes after which clients give a message back.")
                .option(NOTIFY, YES_NO, "Whether members are told when others come and go.")
                .option(ATTRIBUTE, "NAME=VALUE", "An attribute; NAME= takes it away. May be repeated.");
    }

    /** What the options make of {@code before}; attributes as the request has them, as changes. */
    static SubscriptionGroupConfig applied(SubscriptionGroupConfig before, Arguments arguments) {
        return new SubscriptionGroupConfig(
                before.groupName(),
                Values.yesNo(arguments, CONSUME).orElse(before.consumeEnable()),
                before.consumeFromMinEnable(),
                Values.yesNo(arguments, BROADCAST).orElse(before.consumeBroadcastEnable()),
                Values.yesNo(arguments, ORDERLY).orElse(before.consumeMessageOrderly()),
                Values.whole(arguments, RETRY_QUEUES, before.retryQueueNums(), 0, QUEUES_MAX),
                Values.whole(arguments, RETRIES, before.retryMaxTimes(), -1, RETRIES_MAX),
                before.groupRetryPolicy(),
                before.brokerId(),
                before.whichBrokerWhenConsumeSlowly(),
                Values.yesNo(arguments, NOTIFY).orElse(before.notifyConsumerIdsChangedEnable()),
                before.groupSysFlag(),
                Values.whole(arguments, TIMEOUT, before.consumeTimeoutMinute(), 1, MINUTES_MAX),
                before.subscriptionDataSet(),
                attributes(arguments));
    }

    /** Whether {@link #applied} has changed anything. */
    static boolean changes(SubscriptionGroupConfig before, SubscriptionGroupConfig wanted) {
        return !wanted.attributes().isEmpty()
                || wanted.consumeEnable() != before.consumeEnable()
                || wanted.consumeBroadcastEnable() != before.consumeBroadcastEnable()
                || wanted.consumeMessageOrderly() != before.consumeMessageOrderly()
                || wanted.retryQueueNums() != before.retryQueueNums()
                || wanted.retryMaxTimes() != before.retryMaxTimes()
                || wanted.notifyConsumerIdsChangedEnable() != before.notifyConsumerIdsChangedEnable()
                || wanted.consumeTimeoutMinute() != before.consumeTimeoutMinute();
    }

    /** The changes of attributes: {@code +name} to a value, {@code -name} to nothing. */
    private static Map<String, String> attributes(Arguments arguments) {
        Map<String, String> changes = new LinkedHashMap<>();
        for (String text : arguments.all(ATTRIBUTE)) {
            int sign = text.indexOf('=');
            if (sign < 1) {
                throw new WrongUseException(ATTRIBUTE + " is '" + text + "', must be NAME=VALUE, or NAME= without it");
            }
            String value = text.substring(sign + 1);
            changes.put((value.isEmpty() ? "-" : "+") + text.substring(0, sign), value);
        }
        return changes;
    }
}
