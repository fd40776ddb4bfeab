package org.apogeemq.protocol.record;

import java.util.Set;

/** Names of topics and groups: which are allowed, which are the system's, and what prefixes mean. */
public final class Names {
    /** Longest topic, in characters. */
    public static final int TOPIC_CHARS_MAX = 127;

    /** Longest topic that begins with {@link #RETRY_PREFIX} or {@link #DLQ_PREFIX}, in characters. */
    public static final int RETRY_TOPIC_CHARS_MAX = 255;

    /** Longest group, in characters. */
    public static final int GROUP_CHARS_MAX = 120;

    /** Begins the retry topic of a group. */
    public static final String RETRY_PREFIX = "%RETRY%";
    /** Begins the dead-letter topic of a group. */
    public static final String DLQ_PREFIX = "%DLQ%";
    /** Begins the name of a light queue. */
    public static final String LMQ_PREFIX = "%LMQ%";
    /** Begins topics of the system. */
    public static final String SYSTEM_TOPIC_PREFIX = "rmq_sys_";
    /** Begins topics in which this system keeps its own state. */
    public static final String OWN_TOPIC_PREFIX = "rmq_sys_apogee_";
    /** Begins groups of the system. */
    public static final String SYSTEM_GROUP_PREFIX = "CID_RMQ_SYS_";
    /** Begins logical broker names of static topics. */
    public static final String LOGICAL_BROKER_PREFIX = "__syslo__";
    /** Ends the reply topic of a cluster. */
    public static final String REPLY_TOPIC_SUFFIX = "_REPLY_TOPIC";

    /** Template from which topics are created when they are first sent to. */
    public static final String AUTO_CREATE_TOPIC = "TBW102";
    /** Where messages with a delay level wait. */
    public static final String SCHEDULE_TOPIC = "SCHEDULE_TOPIC_XXXX";
    /** Where timer messages wait. */
    public static final String TIMER_TOPIC = "rmq_sys_wheel_timer";
    /** Where half messages lie. */
    public static final String HALF_TOPIC = "RMQ_SYS_TRANS_HALF_TOPIC";
    /** Where it is noted which half messages are done. */
    public static final String HALF_OP_TOPIC = "RMQ_SYS_TRANS_OP_HALF_TOPIC";
    /** Where half messages end that were checked in vain too often. */
    public static final String CHECK_EXHAUSTED_TOPIC = "TRANS_CHECK_MAX_TIME_TOPIC";
    /** Where clients send their traces. */
    public static final String TRACE_TOPIC = "RMQ_SYS_TRACE_TOPIC";
    /** For self tests. */
    public static final String SELF_TEST_TOPIC = "SELF_TEST_TOPIC";
    /** For benchmarks. */
    public static final String BENCHMARK_TOPIC = "BenchmarkTest";
    /** Where events about moved offsets go. */
    public static final String OFFSET_MOVED_TOPIC = "OFFSET_MOVED_EVENT";

    /** The producer group every Java client registers for its own use. */
    public static final String CLIENT_INNER_PRODUCER = "CLIENT_INNER_PRODUCER";

    private static final String HALF_TOPIC_ROCKSDB = "RMQ_SYS_ROCKSDB_TRANS_HALF_TOPIC";
    private static final String HALF_OP_TOPIC_ROCKSDB = "RMQ_SYS_ROCKSDB_TRANS_OP_HALF_TOPIC";

    private static final Set<String> SYSTEM_TOPICS = Set.of(
            AUTO_CREATE_TOPIC,
            SCHEDULE_TOPIC,
            BENCHMARK_TOPIC,
            HALF_TOPIC,
            TRACE_TOPIC,
            HALF_OP_TOPIC,
            HALF_TOPIC_ROCKSDB,
            HALF_OP_TOPIC_ROCKSDB,
            CHECK_EXHAUSTED_TOPIC,
            SELF_TEST_TOPIC,
            OFFSET_MOVED_TOPIC);

    private static final Set<String> CLOSED_TO_CLIENTS = Set.of(
            SCHEDULE_TOPIC,
            TIMER_TOPIC,
            HALF_TOPIC,
            HALF_OP_TOPIC,
            HALF_TOPIC_ROCKSDB,
            HALF_OP_TOPIC_ROCKSDB,
            CHECK_EXHAUSTED_TOPIC,
            SELF_TEST_TOPIC,
            OFFSET_MOVED_TOPIC);

    private static final Set<String> SYSTEM_GROUPS = Set.of(
            "TOOLS_CONSUMER",
            "TOOLS_PRODUCER",
            "SCHEDULE_CONSUMER",
            "FILTERSRV_CONSUMER",
            "SELF_TEST_C_GROUP",
            "SELF_TEST_P_GROUP",
            "CID_ONS-HTTP-PROXY",
            "CID_ONSAPI_PULL",
            "CID_ONSAPI_PERMISSION",
            "CID_ONSAPI_OWNER",
            CLIENT_INNER_PRODUCER);

    private Names() {}

    /** Checks a topic name that comes from outside. */
    public static void checkTopic(String topic) {
        boolean ofGroup = isRetryTopic(topic) || isDeadLetterTopic(topic);
        check("topic", topic, ofGroup ? RETRY_TOPIC_CHARS_MAX : TOPIC_CHARS_MAX);
    }

    /** Checks a group name that comes from outside. */
    public static void checkGroup(String group) {
        check("group", group, GROUP_CHARS_MAX);
    }

    /** The topic in which messages wait that {@code group} is to get again. */
    public static String retryTopic(String group) {
        return RETRY_PREFIX + group;
    }

    /** The topic of messages that {@code group} has failed on too often. */
    public static String deadLetterTopic(String group) {
        return DLQ_PREFIX + group;
    }

    /** Whether {@code topic} belongs to a group's retries. */
    public static boolean isRetryTopic(String topic) {
        return topic != null && topic.startsWith(RETRY_PREFIX);
    }

    /** Whether {@code topic} holds a group's dead letters. */
    public static boolean isDeadLetterTopic(String topic) {
        return topic != null && topic.startsWith(DLQ_PREFIX);
    }

    /** Whether {@code name} is a light queue. */
    public static boolean isLightQueue(String name) {
        return name != null && name.startsWith(LMQ_PREFIX);
    }

    /** The group behind a retry or dead-letter topic; any other topic is returned as it is. */
    public static String groupOf(String topic) {
        if (isRetryTopic(topic)) {
            return topic.substring(RETRY_PREFIX.length());
        }
        return isDeadLetterTopic(topic) ? topic.substring(DLQ_PREFIX.length()) : topic;
    }

    /** The topic through which replies come back in {@code cluster}. */
    public static String replyTopic(String cluster) {
        return cluster + REPLY_TOPIC_SUFFIX;
    }

    /** Whether {@code topic} is the system's own: nobody may create or delete it. */
    public static boolean isSystemTopic(String topic) {
        return SYSTEM_TOPICS.contains(topic) || topic.startsWith(SYSTEM_TOPIC_PREFIX);
    }

    /** The system topics whose names are fixed; unmodifiable. */
    public static Set<String> systemTopics() {
        return SYSTEM_TOPICS;
    }

    /** Whether clients may not send to {@code topic}. */
    public static boolean isClosedToClients(String topic) {
        return CLOSED_TO_CLIENTS.contains(topic) || topic.startsWith(OWN_TOPIC_PREFIX);
    }

    /** Whether {@code group} is the system's own: it exists without being created. */
    public static boolean isSystemGroup(String group) {
        return SYSTEM_GROUPS.contains(group) || group.startsWith(SYSTEM_GROUP_PREFIX);
    }

    private static void check(String field, String name, int charsMax) {
        if (name == null || name.isBlank()) {
            throw new BadNameException(field + " is blank, must have 1 to " + charsMax + " characters");
        }
        if (name.length() > charsMax) {
            throw new BadNameException(field + " '" + name.substring(0, 40) + "...' has " + name.length()
                    + " characters, must have at most " + charsMax);
        }
        for (int i = 0; i < name.length(); i++) {
            if (!isAllowed(name.charAt(i))) {
                throw new BadNameException(field + " '" + name + "' has the character '" + name.charAt(i)
                        + "' at position " + i + ", allowed are letters, digits and % | - _");
            }
        }
    }

    private static boolean isAllowed(char c) {
        return c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c >= '0' && c <= '9'
                || c == '%'
                || c == '|'
                || c == '-'
                || c == '_';
    }
}
