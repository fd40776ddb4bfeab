package org.apogeemq.broker.topic;

import java.util.Map;
import org.apogeemq.broker.face.RefusedException;
import org.apogeemq.protocol.body.TopicConfig;
import org.apogeemq.protocol.command.ResponseCodes;
import org.apogeemq.protocol.record.BadNameException;
import org.apogeemq.protocol.record.Names;

/** What a topic may be. Every refusal says which field, which value, which limit. */
final class TopicRules {
    private static final int PERM_PRIORITY = 8; // means nothing here, is kept
    private static final int PERMS =
            TopicConfig.PERM_INHERIT | TopicConfig.PERM_WRITE | TopicConfig.PERM_READ | PERM_PRIORITY;

    private TopicRules() {}

    /** Checks the name of a topic that somebody wants to create or change. */
    static void checkName(String name) {
        try {
            Names.checkTopic(name);
        } catch (BadNameException e) {
            throw invalid(e.getMessage());
        }
    }

    /** Checks that a topic may be changed or deleted by an administrator. */
    static void checkNotSystem(String name) {
        if (Names.isSystemTopic(name)) {
            throw invalid("The topic[" + name + "] is conflict with system topic.");
        }
    }

    /**
     * The topic as it will be: what was asked for, with attributes changed by the delta that {@code wanted} carries.
     *
     * @param present the topic as it is, null if it is new
     */
    static TopicConfig merged(TopicConfig present, TopicConfig wanted) {
        checkName(wanted.topicName());
        checkQueues("readQueueNums", wanted.readQueueNums());
        checkQueues("writeQueueNums", wanted.writeQueueNums());
        if ((wanted.perm() & ~PERMS) != 0) {
            throw invalid(
                    "perm is " + wanted.perm() + ", must be a sum of 1 (inherit), 2 (write), 4 (read), 8 (priority)");
        }
        String filterType = wanted.topicFilterType();
        if (!TopicConfig.SINGLE_TAG.equals(filterType) && !TopicConfig.MULTI_TAG.equals(filterType)) {
            throw invalid("topicFilterType is '" + filterType + "', must be SINGLE_TAG or MULTI_TAG");
        }
        if (present == null) {
            checkCompaction(wanted.attributes());
        }
        Map<String, String> attributes = present == null
                ? TopicAttributes.RULES.create(wanted.attributes())
                : TopicAttributes.RULES.change(present.attributes(), wanted.attributes());
        return new TopicConfig(
                wanted.topicName(),
                wanted.readQueueNums(),
                wanted.writeQueueNums(),
                wanted.perm(),
                filterType,
                wanted.topicSysFlag(),
                wanted.order(),
                attributes);
    }

    /**
     * The topic made of a template when it is first sent to.
     *
     * @param template null if there is none
     * @param queues what the producer would like
     */
    static TopicConfig fromTemplate(String name, TopicConfig template, int queues, int sysFlag) {
        if (template == null || (template.perm() & TopicConfig.PERM_INHERIT) == 0) {
            if (Names.isRetryTopic(name)) {
                return ofGroup(name, 1, sysFlag, false); // a group's retries need no template
            }
            throw new RefusedException(
                    ResponseCodes.TOPIC_NOT_EXIST,
                    "topic[" + name + "] not exist, apply first please! It can be created with mqadmin updateTopic,"
                            + " or by itself when autoCreateTopicEnable is true and the producer names a template");
        }
        int number = Math.max(0, Math.min(queues, template.writeQueueNums()));
        return new TopicConfig(
                name,
                number,
                number,
                template.perm() & ~TopicConfig.PERM_INHERIT,
                template.topicFilterType(),
                sysFlag,
                template.order(),
                Map.of());
    }

    /** A topic that belongs to a group: retries or dead letters. */
    static TopicConfig ofGroup(String name, int queues, int sysFlag, boolean order) {
        checkQueues("retryQueueNums", queues);
        int perm = TopicConfig.PERM_READ | TopicConfig.PERM_WRITE;
        return new TopicConfig(name, queues, queues, perm, TopicConfig.SINGLE_TAG, sysFlag, order, Map.of());
    }

    /** An entry of a queue of batches stands for several messages, each with a key of its own. */
    private static void checkCompaction(Map<String, String> delta) {
        boolean compacted = TopicAttributes.COMPACTION.equals(delta.get("+" + TopicAttributes.CLEANUP_POLICY));
        String type = delta.get("+" + TopicAttributes.QUEUE_TYPE);
        if (compacted && TopicAttributes.BATCH_CQ.equals(type)) {
            throw invalid("queue.type is " + type + ", must be SimpleCQ for a topic with cleanup.policy=COMPACTION");
        }
    }

    private static void checkQueues(String field, int queues) {
        if (queues < 0 || queues > TopicSettings.QUEUES_MAX) {
            throw invalid(field + " is " + queues + ", must be in 0.." + TopicSettings.QUEUES_MAX);
        }
    }

    private static RefusedException invalid(String message) {
        return new RefusedException(ResponseCodes.INVALID_PARAMETER, message);
    }
}
