package org.apogeemq.broker.wire.admin;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apogeemq.broker.face.RefusedException;
import org.apogeemq.broker.metrics.RuntimeInfo;
import org.apogeemq.broker.wire.RouteContext;
import org.apogeemq.broker.wire.Routes;
import org.apogeemq.protocol.body.DataVersion;
import org.apogeemq.protocol.body.KVTable;
import org.apogeemq.protocol.command.RemotingCommand;
import org.apogeemq.protocol.command.RequestCodes;
import org.apogeemq.protocol.command.ResponseCodes;
import org.apogeemq.protocol.header.AdminHeaders.BrokerConfigResponse;
import org.apogeemq.protocol.header.HeaderCodec;
import org.apogeemq.time.Clock;

/** Requests about the broker itself: 25, 26, 28. */
public final class AdminRoutes {
    private final RuntimeInfo runtimeInfo;
    private final Supplier<String> settings;
    private final Consumer<String> change;
    private final Clock clock;
    private final AtomicReference<DataVersion> version;

    /**
     * @param settings all settings as text, {@code key=value} a line
     * @param change takes such lines and changes these settings at run time; throws IllegalArgumentException, and
     *     changes nothing, if a key is unknown, a value bad, or a key can only be changed by a restart
     */
    public AdminRoutes(RuntimeInfo runtimeInfo, Supplier<String> settings, Consumer<String> change, Clock clock) {
        this.runtimeInfo = runtimeInfo;
        this.settings = settings;
        this.change = change;
        this.clock = clock;
        version = new AtomicReference<>(new DataVersion(0, 0, clock.wallMillis()));
    }

    /** Adds these routes. */
    public void register(Routes.Builder routes) {
        routes.offLoop(RequestCodes.UPDATE_BROKER_CONFIG, this::changeSettings);
        routes.offLoop(RequestCodes.GET_BROKER_CONFIG, this::settings);
        routes.offLoop(RequestCodes.GET_BROKER_RUNTIME_INFO, this::runtimeInfo);
    }

    private RemotingCommand changeSettings(RouteContext context, RemotingCommand request) {
        if (request.body() == null) {
            throw new RefusedException(
                    ResponseCodes.SYSTEM_ERROR, "the request names no setting, must have key=value lines as its body");
        }
        try {
            change.accept(new String(request.body(), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException refused) {
            throw new RefusedException(ResponseCodes.SYSTEM_ERROR, refused.getMessage());
        }
        version.updateAndGet(before -> before.next(clock.wallMillis()));
        return request.success();
    }

    private RemotingCommand settings(RouteContext context, RemotingCommand request) {
        String seen = new String(version.get().toJson(), StandardCharsets.UTF_8);
        return request.answer(
                ResponseCodes.SUCCESS,
                null,
                HeaderCodec.encode(new BrokerConfigResponse(seen)),
                settings.get().getBytes(StandardCharsets.UTF_8));
    }

    private RemotingCommand runtimeInfo(RouteContext context, RemotingCommand request) {
        return request.success(new KVTable(runtimeInfo.table()).toJson());
    }
}
