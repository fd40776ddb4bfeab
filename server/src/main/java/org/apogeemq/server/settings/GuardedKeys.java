package org.apogeemq.server.settings;

import java.util.ArrayList;
import java.util.List;
import org.apogeemq.server.settings.Setting.Part;
import org.apogeemq.server.settings.ValueKind.Text;

/**
 * Keys that must not be ignored: with another value their user relies on something that Apogee does not do yet, such
 * as replicas or permissions. Every value but the harmless ones is refused.
 */
final class GuardedKeys {
    private static final String REPLICAS = "replicas and controllers are not offered yet";
    private static final String USERS = "users and permissions are not offered yet, everybody could do everything";
    private static final String PLAIN = "only Apache's plain files are read and written";
    private static final String LIGHT = "light topics are not offered yet, their messages would not be found";

    private GuardedKeys() {}

    static List<Setting<?>> all() {
        List<Setting<?>> keys = new ArrayList<>();
        add(keys, "brokerId", REPLICAS, "0");
        add(keys, "enableControllerMode", REPLICAS, "false");
        add(keys, "enableDLegerCommitLog", REPLICAS, "false");
        add(keys, "enableSlaveActingMaster", REPLICAS, "false");
        add(keys, "enableRemoteEscape", REPLICAS, "false");
        add(keys, "totalReplicas", REPLICAS, "1");
        add(keys, "inSyncReplicas", REPLICAS, "1");
        add(keys, "minInSyncReplicas", REPLICAS, "1");
        add(keys, "allAckInSyncStateSet", REPLICAS, "false");
        add(keys, "aclEnable", USERS, "false");
        add(keys, "authenticationEnabled", USERS, "false");
        add(keys, "authorizationEnabled", USERS, "false");
        add(keys, "useTLS", "encrypted connections are not offered yet", "false");
        add(keys, "storeType", PLAIN, "default");
        add(keys, "configManagerVersion", PLAIN, "v1");
        add(keys, "messageStorePlugIn", "there are no plug-ins of the store", "");
        add(keys, "readOnlyCommitLogStorePaths", "a log in several folders is not offered", "");
        add(keys, "enableLmq", LIGHT, "false");
        add(keys, "enableMultiDispatch", LIGHT, "false");
        add(keys, "forceVerifyPropCRC", "checksums of properties are not offered yet", "false");
        keys.add(guarded(Part.NAME_SERVER, "enableControllerInNamesrv", REPLICAS, "false"));
        keys.add(guarded(Part.NAME_SERVER, "useTLS", "encrypted connections are not offered yet", "false"));
        return keys;
    }

    private static void add(List<Setting<?>> keys, String name, String why, String harmless) {
        keys.add(guarded(Part.BROKER, name, why, harmless));
    }

    private static Setting<?> guarded(Part part, String name, String why, String harmless) {
        String range = harmless.isEmpty() ? "empty" : harmless;
        return Setting.of(part, name, new Text(range), harmless, "").with(new Use.Only(List.of(harmless), why));
    }
}
