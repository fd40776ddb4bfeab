package org.apogeemq.server.settings;

import java.time.Duration;
import java.util.List;
import org.apogeemq.server.settings.Setting.Part;
import org.apogeemq.server.settings.ValueKind.Amount;
import org.apogeemq.server.settings.ValueKind.Choice;
import org.apogeemq.server.settings.ValueKind.Delays;
import org.apogeemq.server.settings.ValueKind.Flag;
import org.apogeemq.server.settings.ValueKind.Millis;
import org.apogeemq.server.settings.ValueKind.Name;
import org.apogeemq.server.settings.ValueKind.Seconds;
import org.apogeemq.server.settings.ValueKind.Steps;
import org.apogeemq.server.settings.ValueKind.Text;
import org.apogeemq.server.settings.ValueKind.Whole;

/** The keys of a broker that are in force, but for those of its store. */
public final class BrokerKeys {
    public static final Setting<String> CLUSTER = Setting.of(
            Part.BROKER,
            "brokerClusterName",
            new Name("a name without blanks"),
            "DefaultCluster",
            "Cluster this broker says it belongs to.");

    public static final Setting<String> NAME = Setting.open(
            Part.BROKER,
            "brokerName",
            new Name("a name without blanks"),
            "host name",
            "Name by which clients know this broker's queues. Keep it: offsets of consumers hang on it.");

    public static final Setting<String> NAME_SERVERS = Setting.open(
            Part.BROKER,
            "namesrvAddr",
            new Text("host:port, several separated by ';'"),
            "environment NAMESRV_ADDR",
            "Name servers this broker registers with, besides the one in its own process. Each is told everything.");

    public static final Setting<String> ADVERTISED = Setting.open(
            Part.BROKER,
            "brokerIP1",
            new Name("a host name or address"),
            "found per client",
            "Address that clients are told. Without it, each client is told the address by which it reached the name"
                    + " server in the same process, and a name server elsewhere the address from which we reached it.");

    public static final Setting<String> BIND = Setting.of(
            Part.BROKER,
            "bindAddress",
            new Name("an address of this machine"),
            "0.0.0.0",
            "Address of the network card to listen on; 0.0.0.0 is all.");

    public static final Setting<List<Duration>> DELAY_LEVELS = Setting.of(
            Part.BROKER,
            "messageDelayLevel",
            new Delays(64),
            "1s 5s 10s 30s 1m 2m 3m 4m 5m 6m 7m 8m 9m 10m 20m 30m 1h 2h",
            "Delays of the levels 1, 2, ... Those of messages that wait already change with the next start.");

    public static final Setting<Boolean> TIMERS = Setting.of(
                    Part.BROKER,
                    "timerWheelEnable",
                    new Flag(),
                    "true",
                    "Take messages for a time of their own. What waits is delivered in any case.")
            .changing();

    public static final Setting<Duration> TIMER_DELAY = Setting.of(
                    Part.BROKER,
                    "timerMaxDelaySec",
                    new Seconds(1, 315_360_000),
                    "31536000",
                    "How far ahead that time may be, in seconds; 31536000 is a year.")
            .changing();

    public static final Setting<Boolean> RECALL = Setting.of(
                    Part.BROKER,
                    "recallMessageEnable",
                    new Flag(),
                    "true",
                    "Let producers recall such messages while they wait.")
            .changing();

    public static final Setting<Integer> PORT = Setting.of(
            Part.BROKER,
            "listenPort",
            new Whole(3, 65_534),
            "10911",
            "Port for clients. The port two below it offers the same.");

    public static final Setting<Integer> PERMISSION = Setting.of(
                    Part.BROKER,
                    "brokerPermission",
                    new Steps(2, 0, 6),
                    "6",
                    "What clients may do with all topics: 2 write, 4 read, 6 both, 0 neither.")
            .changing();

    public static final Setting<Duration> REGISTER_PERIOD = Setting.of(
            Part.BROKER,
            "registerNameServerPeriod",
            new Millis(10_000, 60_000),
            "30000",
            "Time between two registrations with the name servers. Changes are told at once.");

    public static final Setting<Duration> IDLE = Setting.of(
            Part.BROKER,
            "serverChannelMaxIdleTimeSeconds",
            new Seconds(1, 86_400),
            "120",
            "A connection on which nothing came or went for so long is closed.");

    public static final Setting<Boolean> CREATE_TOPICS = Setting.of(
                    Part.BROKER,
                    "autoCreateTopicEnable",
                    new Flag(),
                    "true",
                    "Create a topic when the first message for it arrives.")
            .changing();

    public static final Setting<Integer> TOPIC_QUEUES = Setting.of(
                    Part.BROKER,
                    "defaultTopicQueueNums",
                    new Whole(1, 65_536),
                    "8",
                    "At most so many queues for a topic that is created by its first message.")
            .changing();

    public static final Setting<Boolean> CREATE_GROUPS = Setting.of(
                    Part.BROKER,
                    "autoCreateSubscriptionGroup",
                    new Flag(),
                    "true",
                    "Create a consumer group when its first consumer appears.")
            .changing();

    public static final Setting<Boolean> CREATE_SYSTEM_GROUPS = Setting.of(
                    Part.BROKER,
                    "enableCreateSysGroup",
                    new Flag(),
                    "true",
                    "The same for groups whose name begins with CID_RMQ_SYS_.")
            .changing();

    public static final Setting<Boolean> REJECT_PULL_CONSUMERS = Setting.of(
                    Part.BROKER,
                    "rejectPullConsumerEnable",
                    new Flag(),
                    "false",
                    "Pass over consumers that pull by themselves (DefaultMQPullConsumer) when they say that they are"
                            + " there.")
            .changing();

    public static final Setting<Duration> LOCK_LIFE = Setting.of(
                    Part.BROKER,
                    "rebalanceLockMaxLiveTime",
                    new Millis(1_000, 3_600_000),
                    "60000",
                    "How long a queue stays locked for an orderly consumer that has died. Must be above what clients go"
                            + " by (rocketmq.client.rebalance.lockMaxLiveTime, 30000), or two may consume a queue at"
                            + " once.")
            .changing();

    public static final Setting<Boolean> CLUSTER_TOPIC = Setting.of(
            Part.BROKER,
            "clusterTopicEnable",
            new Flag(),
            "true",
            "Let the system topic that is named like the cluster be written and read.");

    public static final Setting<Boolean> BROKER_TOPIC = Setting.of(
            Part.BROKER,
            "brokerTopicEnable",
            new Flag(),
            "true",
            "Let the system topic that is named like the broker be written and read.");

    public static final Setting<Boolean> TRACE_TOPIC = Setting.of(
                    Part.BROKER,
                    "traceTopicEnable",
                    new Flag(),
                    "false",
                    "Make the topic for message traces; false leaves one that is there.")
            .changing();

    public static final Setting<String> TRACE_TOPIC_NAME = Setting.of(
            Part.BROKER,
            "msgTraceTopicName",
            new Name("a topic name"),
            "RMQ_SYS_TRACE_TOPIC",
            "Topic into which clients write their traces.");

    public static final Setting<Boolean> TRACE_ON = Setting.of(
            Part.BROKER, "traceOn", new Flag(), "true", "Tell producers that they may trace messages of this broker.");

    public static final Setting<String> REGION = Setting.of(
            Part.BROKER,
            "regionId",
            new Name("a name without blanks"),
            "DefaultRegion",
            "Region named in the answers to producers; part of their traces.");

    public static final Setting<Boolean> STORE_REPLIES = Setting.of(
            Part.BROKER,
            "storeReplyMessageEnable",
            new Flag(),
            "true",
            "Store replies to requests, besides passing them on to the client that waits.");

    public static final Setting<Boolean> NOTIFY_MEMBERS = Setting.of(
                    Part.BROKER,
                    "notifyConsumerIdsChangedEnable",
                    new Flag(),
                    "true",
                    "Tell the members of a consumer group at once when one joins or leaves.")
            .changing();

    public static final Setting<Boolean> LONG_POLLING = Setting.of(
                    Part.BROKER,
                    "longPollingEnable",
                    new Flag(),
                    "true",
                    "Hold a pull that finds nothing until a message arrives, for as long as the client allows.")
            .changing();

    public static final Setting<Duration> SHORT_POLLING = Setting.of(
                    Part.BROKER,
                    "shortPollingTimeMills",
                    new Millis(1, 60_000),
                    "1000",
                    "How long such a pull is held where longPollingEnable is false.")
            .changing();

    public static final Setting<Integer> PULL_BYTES = Setting.of(
                    Part.BROKER,
                    "maxTransferBytesOnMessageInMemory",
                    new Whole(1_024, 8_388_608),
                    "262144",
                    "At most so many bytes in the answer to one pull, but always one message.")
            .changing();

    public static final Setting<Integer> PULL_COUNT = Setting.of(
                    Part.BROKER,
                    "maxTransferCountOnMessageInMemory",
                    new Whole(1, 4_096),
                    "32",
                    "At most so many messages in the answer to one pull.")
            .changing();

    public static final Setting<Boolean> PROPERTY_FILTER = Setting.of(
            Part.BROKER,
            "enablePropertyFilter",
            new Flag(),
            "true",
            "Let consumers choose messages by expressions over their properties (SQL92), not only by tags.");

    public static final Setting<Long> ACCEPT_FROM = Setting.of(
            Part.BROKER,
            "startAcceptSendRequestTimeStamp",
            new Amount(0, Long.MAX_VALUE, "ms"),
            "0",
            "Refuse messages until this time, in milliseconds since 1970; 0 is never.");

    public static final Setting<String> ROLE = Setting.of(
                    Part.BROKER,
                    "brokerRole",
                    new Choice(List.of("ASYNC_MASTER", "SYNC_MASTER", "SLAVE")),
                    "ASYNC_MASTER",
                    "Master that does not wait for replicas, master that does, or replica.")
            .with(new Use.Only(List.of("ASYNC_MASTER"), "replicas are not offered yet"));

    private BrokerKeys() {}

    static List<Setting<?>> all() {
        return List.of(
                CLUSTER,
                NAME,
                NAME_SERVERS,
                ADVERTISED,
                BIND,
                DELAY_LEVELS,
                TIMERS,
                TIMER_DELAY,
                RECALL,
                PORT,
                PERMISSION,
                REGISTER_PERIOD,
                IDLE,
                CREATE_TOPICS,
                TOPIC_QUEUES,
                CREATE_GROUPS,
                CREATE_SYSTEM_GROUPS,
                REJECT_PULL_CONSUMERS,
                LOCK_LIFE,
                CLUSTER_TOPIC,
                BROKER_TOPIC,
                TRACE_TOPIC,
                TRACE_TOPIC_NAME,
                TRACE_ON,
                REGION,
                STORE_REPLIES,
                NOTIFY_MEMBERS,
                LONG_POLLING,
                SHORT_POLLING,
                PULL_BYTES,
                PULL_COUNT,
                PROPERTY_FILTER,
                ACCEPT_FROM,
                ROLE);
    }
}
