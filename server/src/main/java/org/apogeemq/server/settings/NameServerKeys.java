package org.apogeemq.server.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apogeemq.server.settings.Setting.Part;
import org.apogeemq.server.settings.ValueKind.FilePath;
import org.apogeemq.server.settings.ValueKind.Flag;
import org.apogeemq.server.settings.ValueKind.Millis;
import org.apogeemq.server.settings.ValueKind.Name;
import org.apogeemq.server.settings.ValueKind.Seconds;
import org.apogeemq.server.settings.ValueKind.Whole;

/** The keys of a name server that are in force. */
public final class NameServerKeys {
    public static final Setting<Integer> PORT =
            Setting.of(Part.NAME_SERVER, "listenPort", new Whole(1, 65_535), "9876", "Port for clients and brokers.");

    public static final Setting<String> BIND = Setting.of(
            Part.NAME_SERVER,
            "bindAddress",
            new Name("an address of this machine"),
            "0.0.0.0",
            "Address of the network card to listen on; 0.0.0.0 is all.");

    public static final Setting<Duration> IDLE = Setting.of(
            Part.NAME_SERVER,
            "serverChannelMaxIdleTimeSeconds",
            new Seconds(1, 86_400),
            "120",
            "A connection on which nothing came or went for so long is closed.");

    public static final Setting<Path> KV_FILE = Setting.open(
            Part.NAME_SERVER,
            "kvConfigPath",
            new FilePath("a file"),
            "namesrv/kvConfig.json in the data folder",
            "File of the key-value settings that clients may ask for.");

    public static final Setting<Duration> SCAN = Setting.of(
            Part.NAME_SERVER,
            "scanNotActiveBrokerInterval",
            new Millis(10, 600_000),
            "5000",
            "Time between two looks for brokers that have not been heard of.");

    public static final Setting<Boolean> ORDER_TOPICS = Setting.of(
                    Part.NAME_SERVER,
                    "orderMessageEnable",
                    new Flag(),
                    "false",
                    "Give clients the queues of ordered topics as they are set in the key-value settings.")
            .changing();

    public static final Setting<Boolean> ORDER_TO_BROKER = Setting.of(
                    Part.NAME_SERVER,
                    "returnOrderTopicConfigToBroker",
                    new Flag(),
                    "true",
                    "Give brokers the settings of ordered topics when they register.")
            .changing();

    public static final Setting<Boolean> ALL_TOPICS = Setting.of(
                    Part.NAME_SERVER,
                    "enableAllTopicList",
                    new Flag(),
                    "true",
                    "Answer the request for the list of all topics.")
            .changing();

    public static final Setting<Boolean> DELETE_ABSENT = Setting.of(
                    Part.NAME_SERVER,
                    "deleteTopicWithBrokerRegistration",
                    new Flag(),
                    "false",
                    "Forget a broker's topics that are absent from its registration.")
            .changing();

    public static final Setting<Boolean> ACTING_MASTER = Setting.of(
                    Part.NAME_SERVER,
                    "supportActingMaster",
                    new Flag(),
                    "false",
                    "Show a replica in place of a master that is away.")
            .changing();

    private NameServerKeys() {}

    static List<Setting<?>> all() {
        return List.of(
                PORT,
                BIND,
                IDLE,
                KV_FILE,
                SCAN,
                ORDER_TOPICS,
                ORDER_TO_BROKER,
                ALL_TOPICS,
                DELETE_ABSENT,
                ACTING_MASTER);
    }
}
