package org.apogeemq.protocol.record;

/** The names of message properties that clients and brokers know. Applications must not use them. */
public final class PropertyNames {
    // Set by clients.

    /** Business keys, separated by one blank; each is indexed. */
    public static final String KEYS = "KEYS";
    /** The tag; its hash is in the queue entry. */
    public static final String TAGS = "TAGS";
    /** {@code true} (default) or {@code false}: wait for flush and replicas before answering. */
    public static final String WAIT = "WAIT";
    /** Delay level 1..18; 0 or absent is none. */
    public static final String DELAY = "DELAY";
    /** The client's own message id, which users see; indexed. */
    public static final String UNIQ_KEY = "UNIQ_KEY";
    /** Historic. */
    public static final String BUYER_ID = "BUYER_ID";
    /** Namespace of the producer. */
    public static final String INSTANCE_ID = "INSTANCE_ID";
    /** {@code true}: half message; stays when it is committed. */
    public static final String TRAN_MSG = "TRAN_MSG";
    /** Producer group of a transactional message. */
    public static final String PGROUP = "PGROUP";
    /** Age in seconds before which a half message is not checked. */
    public static final String CHECK_IMMUNITY_TIME_IN_SECONDS = "CHECK_IMMUNITY_TIME_IN_SECONDS";
    /** Historic. */
    public static final String TRANSFER_FLAG = "TRANSFER_FLAG";
    /** Historic. */
    public static final String CORRECTION_FLAG = "CORRECTION_FLAG";
    /** Historic. */
    public static final String MQ2_FLAG = "MQ2_FLAG";
    /** In a client's memory: times consumed, moved into the request header of a retry. */
    public static final String RECONSUME_TIME = "RECONSUME_TIME";
    /** In a client's memory: limit of the same. */
    public static final String MAX_RECONSUME_TIMES = "MAX_RECONSUME_TIMES";
    /** Original topic of a message in a retry topic. */
    public static final String RETRY_TOPIC = "RETRY_TOPIC";
    /** Offset message id of the first time it was stored. */
    public static final String ORIGIN_MESSAGE_ID = "ORIGIN_MESSAGE_ID";
    /** Id of a call in request and reply. */
    public static final String CORRELATION_ID = "CORRELATION_ID";
    /** Client id the reply goes to. */
    public static final String REPLY_TO_CLIENT = "REPLY_TO_CLIENT";
    /** Time a call may take, in ms. */
    public static final String TTL = "TTL";
    /** {@code reply} in answers of request and reply. */
    public static final String MSG_TYPE = "MSG_TYPE";
    /** Key that decides the order (message group). */
    public static final String SHARDING_KEY = "__SHARDINGKEY";
    /** Lite topic. */
    public static final String LITE_TOPIC = "__LITE_TOPIC";
    /** Priority, 0 or more. */
    public static final String PRIORITY = "_SYS_MSG_PRIORITY_";
    /** Delay in seconds. */
    public static final String TIMER_DELAY_SEC = "TIMER_DELAY_SEC";
    /** Delay in ms. */
    public static final String TIMER_DELAY_MS = "TIMER_DELAY_MS";
    /** Time of delivery, in ms. */
    public static final String TIMER_DELIVER_MS = "TIMER_DELIVER_MS";
    /** Trace context of gRPC clients. */
    public static final String TRACE_CONTEXT = "TRACE_CONTEXT";
    /** Time of birth a proxy passes on. */
    public static final String BORN_TIMESTAMP = "BORN_TIMESTAMP";
    /** Born host a proxy passes on. */
    public static final String BORN_HOST = "__BORNHOST";
    /** Historic. */
    public static final String EXTEND_UNIQ_INFO = "EXTEND_UNIQ_INFO";
    /** Queue a proxy forwards to. */
    public static final String FORWARD_QUEUE_ID = "PROPERTY_FORWARD_QUEUE_ID";
    /** Of proxies. */
    public static final String REDIRECT = "REDIRECT";

    // Set by brokers.

    /** Region of the broker. */
    public static final String MSG_REGION = "MSG_REGION";
    /** {@code true} or {@code false}: tracing is on. */
    public static final String TRACE_ON = "TRACE_ON";
    /** Cluster name; the reply topic is made of it. */
    public static final String CLUSTER = "CLUSTER";
    /** Topic a message parked in a system topic goes to. */
    public static final String REAL_TOPIC = "REAL_TOPIC";
    /** Queue id a message parked in a system topic goes to. */
    public static final String REAL_QID = "REAL_QID";
    /** How often a half message was checked. */
    public static final String TRANSACTION_CHECK_TIMES = "TRANSACTION_CHECK_TIMES";
    /** Queue offset of the half message that was put again. */
    public static final String TRAN_PREPARED_QUEUE_OFFSET = "TRAN_PREPARED_QUEUE_OFFSET";
    /** Of half messages that were put again. */
    public static final String TRANS_OFFSET = "TRANS_OFFSET";
    /** Equals UNIQ_KEY; set when a half message is stored, and stays. */
    public static final String TRANSACTION_ID = "__transactionId__";
    /** Original topic of a dead letter. */
    public static final String DLQ_ORIGIN_TOPIC = "DLQ_ORIGIN_TOPIC";
    /** Original id of a dead letter. */
    public static final String DLQ_ORIGIN_MESSAGE_ID = "DLQ_ORIGIN_MESSAGE_ID";
    /** Why a message became a dead letter, for people; Apogee's own. */
    public static final String DLQ_REASON = "DLQ_REASON";
    /** Group a popped message belongs to. */
    public static final String ORIGIN_GROUP = "ORIGIN_GROUP";
    /** Time of the first pop, in ms. */
    public static final String FIRST_POP_TIME = "1ST_POP_TIME";
    /** Receipt handle of a popped message. */
    public static final String POP_CK = "POP_CK";
    /** Offset of its check point. */
    public static final String POP_CK_OFFSET = "POP_CK_OFFSET";
    /** When a reply was pushed, in ms. */
    public static final String PUSH_REPLY_TIME = "PUSH_REPLY_TIME";
    /** Messages in an inner batch. */
    public static final String INNER_NUM = "INNER_NUM";
    /** Queue offset of the first message of an inner batch. */
    public static final String INNER_BASE = "INNER_BASE";
    /** Light queues a message goes to as well, separated by commas. */
    public static final String INNER_MULTI_DISPATCH = "INNER_MULTI_DISPATCH";
    /** Its offsets in them, in the same order. */
    public static final String INNER_MULTI_QUEUE_OFFSET = "INNER_MULTI_QUEUE_OFFSET";
    /** When a timer message is due, in ms. */
    public static final String TIMER_OUT_MS = "TIMER_OUT_MS";
    /** When a timer message was taken in, in ms. */
    public static final String TIMER_ENQUEUE_MS = "TIMER_ENQUEUE_MS";
    /** When a timer message was given out, in ms. */
    public static final String TIMER_DEQUEUE_MS = "TIMER_DEQUEUE_MS";
    /** How often a timer message was written again. */
    public static final String TIMER_ROLL_TIMES = "TIMER_ROLL_TIMES";
    /** Of timer messages that were written again. */
    public static final String TIMER_ROLL_LABEL = "TIMER_ROLL_LABEL";
    /** UNIQ_KEY of the timer message to be recalled. */
    public static final String TIMER_DEL_UNIQKEY = "TIMER_DEL_UNIQKEY";
    /** Delay level of a timer message. */
    public static final String TIMER_DELAY_LEVEL = "TIMER_DELAY_LEVEL";
    /** Of compacted topics. */
    public static final String DUP_INFO = "DUP_INFO";
    /** CRC over the record; always the last property. */
    public static final String CRC32 = "__CRC32#";

    // Live in a consumer's memory only.

    /** First offset of the queue. */
    public static final String MIN_OFFSET = "MIN_OFFSET";
    /** Offset behind the last of the queue. */
    public static final String MAX_OFFSET = "MAX_OFFSET";
    /** When consuming began, in ms. */
    public static final String CONSUME_START_TIME = "CONSUME_START_TIME";
    /** When a reply arrived, in ms. */
    public static final String ARRIVE_TIME = "ARRIVE_TIME";
    /** The topic's flags. */
    public static final String TOPIC_SYS_FLAG = "__RMQ.TRANSIENT.TOPIC_SYS_FLAG";
    /** The group's flags. */
    public static final String GROUP_SYS_FLAG = "__RMQ.TRANSIENT.GROUP_SYS_FLAG";

    private PropertyNames() {}
}
