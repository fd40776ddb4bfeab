package org.apogeemq.nameserver.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Map;
import org.apogeemq.nameserver.kv.KvConfigs;
import org.apogeemq.protocol.body.KVTable;
import org.apogeemq.protocol.command.RemotingCommand;
import org.apogeemq.protocol.command.ResponseCodes;
import org.apogeemq.remoting.Connection;

/** Settings kept for others (100 to 102, 219) and the name server's own (318, 319). */
final class SettingAnswers {
    private final KvConfigs settings;
    private final Settings config;

    SettingAnswers(KvConfigs settings, Settings config) {
        this.settings = settings;
        this.config = config;
    }

    RemotingCommand put(RemotingCommand request, Connection asker) throws IOException {
        var arguments = new Arguments(request);
        settings.put(arguments.text("namespace"), arguments.text("key"), arguments.text("value"));
        return request.success();
    }

    RemotingCommand get(RemotingCommand request, Connection asker) {
        var arguments = new Arguments(request);
        String value = settings.get(arguments.text("namespace"), arguments.text("key"));
        return value == null
                ? request.failure(
                        ResponseCodes.QUERY_NOT_FOUND,
                        "no setting " + arguments.text("key") + " in namespace " + arguments.text("namespace"))
                : request.success(Map.of("value", value));
    }

    RemotingCommand delete(RemotingCommand request, Connection asker) throws IOException {
        var arguments = new Arguments(request);
        settings.delete(arguments.text("namespace"), arguments.text("key"));
        return request.success();
    }

    RemotingCommand namespace(RemotingCommand request, Connection asker) {
        String name = new Arguments(request).text("namespace");
        Map<String, String> entries = settings.namespace(name);
        return entries == null
                ? request.failure(ResponseCodes.QUERY_NOT_FOUND, "no settings in namespace " + name)
                : request.success(new KVTable(entries).toJson());
    }

    RemotingCommand ownSettings(RemotingCommand request, Connection asker) {
        return request.success(config.asText().getBytes(UTF_8));
    }

    RemotingCommand changeOwnSettings(RemotingCommand request, Connection asker) {
        if (request.body() == null) {
            return request.success();
        }
        Map<String, String> changes = Settings.parse(new String(request.body(), UTF_8));
        String locked = Settings.lockedAmong(changes);
        if (locked != null) {
            return request.failure(
                    ResponseCodes.NO_PERMISSION, "setting " + locked + " cannot be changed from outside");
        }
        config.replace(changes);
        return request.success();
    }
}
