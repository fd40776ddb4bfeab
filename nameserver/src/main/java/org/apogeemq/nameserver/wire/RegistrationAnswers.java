package org.apogeemq.nameserver.wire;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apogeemq.nameserver.kv.KvConfigs;
import org.apogeemq.nameserver.registry.BrokerKey;
import org.apogeemq.nameserver.registry.Registration;
import org.apogeemq.nameserver.registry.RegistrationOutcome;
import org.apogeemq.nameserver.registry.RouteTable;
import org.apogeemq.protocol.body.DataVersion;
import org.apogeemq.protocol.body.KVTable;
import org.apogeemq.protocol.body.RegisterBrokerBody;
import org.apogeemq.protocol.command.RemotingCommand;
import org.apogeemq.protocol.command.ResponseCodes;
import org.apogeemq.remoting.Connection;
import org.apogeemq.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brokers that come, give signs of life and go (103, 104, 322, 904, 901). */
final class RegistrationAnswers {
    private static final Logger LOG = LoggerFactory.getLogger(RegistrationAnswers.class);

    private static final long TIMEOUT_MILLIS = 120_000;
    private static final long TIMEOUT_MILLIS_MAX = Duration.ofDays(1).toMillis();

    private final RouteTable table;
    private final KvConfigs settings;
    private final Settings config;
    private final Clock clock;

    RegistrationAnswers(RouteTable table, KvConfigs settings, Settings config, Clock clock) {
        this.table = table;
        this.settings = settings;
        this.config = config;
        this.clock = clock;
    }

    RemotingCommand register(RemotingCommand request, Connection asker) {
        var arguments = new Arguments(request);
        byte[] body = request.body() == null ? new byte[0] : request.body();
        long crc = arguments.number("bodyCrc32", 0);
        if (crc != 0 && crc != RegisterBrokerBody.crc32(body)) {
            return request.failure(ResponseCodes.SYSTEM_ERROR, "crc32 not match");
        }
        long timeout = arguments.number("heartbeatTimeoutMillis", TIMEOUT_MILLIS);
        var registration = new Registration(
                keyOf(arguments),
                arguments.text("brokerName"),
                arguments.number("brokerId"),
                arguments.text("haServerAddr", null),
                Duration.ofMillis(Math.clamp(timeout, 1, TIMEOUT_MILLIS_MAX)),
                arguments.flag("enableActingMaster"),
                arguments.text("__ZONE_NAME", null),
                RegisterBrokerBody.decode(body).topics(),
                asker);
        RegistrationOutcome outcome = table.register(
                registration, config.rules().deleteTopicWithBrokerRegistration(), clock.monotonicNanos());
        if (!asker.isOpen()) {
            // Closed while this waited for the clerk: nobody will say so again.
            table.sessionClosed(asker);
        }
        return switch (outcome) {
            case RegistrationOutcome.Accepted(String haServerAddr, String masterAddr, String displaced) -> {
                if (displaced != null) {
                    warnOfTwins(registration, displaced);
                }
                yield accepted(request, haServerAddr, masterAddr);
            }
            case RegistrationOutcome.Superseded(String address) -> {
                LOG.warn("broker {} is not taken: {} has its name and id", registration.key(), address);
                yield accepted(request, null, null);
            }
            case RegistrationOutcome.Refused(String reason) -> request.failure(ResponseCodes.SYSTEM_ERROR, reason);
        };
    }

    private static void warnOfTwins(Registration registration, String displaced) {
        LOG.warn(
                "broker {} with id {} is now {}, it was {}; if both run, clients see but one: give one another"
                        + " brokerName",
                registration.brokerName(),
                registration.brokerId(),
                registration.key().address(),
                displaced);
    }

    private RemotingCommand accepted(RemotingCommand request, String haServerAddr, String masterAddr) {
        Map<String, String> fields = new LinkedHashMap<>();
        if (masterAddr != null) {
            fields.put("masterAddr", masterAddr);
            if (haServerAddr != null) {
                fields.put("haServerAddr", haServerAddr);
            }
        }
        Map<String, String> order = config.rules().returnOrderTopicConfigToBroker()
                ? settings.namespace(RouteAnswers.ORDER_NAMESPACE)
                : null;
        byte[] body = order == null ? null : new KVTable(order).toJson();
        return request.answer(ResponseCodes.SUCCESS, null, fields, body);
    }

    RemotingCommand unregister(RemotingCommand request, Connection asker) {
        var arguments = new Arguments(request);
        table.unregister(keyOf(arguments), arguments.text("brokerName"), arguments.number("brokerId"));
        LOG.info("broker {} has left", keyOf(arguments));
        return request.success();
    }

    RemotingCommand queryDataVersion(RemotingCommand request, Connection asker) {
        DataVersion theirs = DataVersion.fromJson(request.body() == null ? new byte[0] : request.body());
        DataVersion ours = table.heard(keyOf(new Arguments(request)), clock.monotonicNanos());
        Map<String, String> fields = Map.of("changed", String.valueOf(!theirs.equals(ours)));
        return request.answer(ResponseCodes.SUCCESS, null, fields, ours == null ? null : ours.toJson());
    }

    RemotingCommand heartbeat(RemotingCommand request, Connection asker) {
        table.heard(keyOf(new Arguments(request)), clock.monotonicNanos());
        return request.success();
    }

    RemotingCommand members(RemotingCommand request, Connection asker) {
        var arguments = new Arguments(request);
        return request.success(table.members(arguments.text("clusterName"), arguments.text("brokerName"))
                .toJson());
    }

    private static BrokerKey keyOf(Arguments arguments) {
        return new BrokerKey(arguments.text("clusterName"), arguments.text("brokerAddr"));
    }
}
