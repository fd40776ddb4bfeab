package org.apogeemq.server.wiring;

import java.nio.file.Path;
import java.util.Objects;
import org.apogeemq.server.settings.BrokerKeys;
import org.apogeemq.server.settings.Settings;

/**
 * What is to run.
 *
 * @param parts which parts
 * @param data data folder, absolute
 * @param settings values of their keys
 * @param announced address that clients are told of the broker
 */
public record Plan(Parts parts, Path data, Settings settings, Announced announced) {
    /** The parts of the program that can run in one process. */
    public enum Parts {
        BOTH("apogee"),
        NAME_SERVER("nameserver"),
        BROKER("broker");

        private final String logName;

        Parts(String logName) {
            this.logName = logName;
        }

        /** Name of the log file: another one for each part, because two that run apart may share a data folder. */
        public String logName() {
            return logName;
        }

        boolean hasNameServer() {
            return this != BROKER;
        }

        boolean hasBroker() {
            return this != NAME_SERVER;
        }
    }

    public Plan {
        Objects.requireNonNull(parts, "parts");
        Objects.requireNonNull(data, "data");
        Objects.requireNonNull(settings, "settings");
        Objects.requireNonNull(announced, "announced");
    }

    /** Parts that announce what {@code brokerIP1} says, or nothing. */
    public static Plan of(Parts parts, Path data, Settings settings) {
        Announced announced = settings.set(BrokerKeys.ADVERTISED)
                .map(host -> Announced.brokerIp1(host, settings.get(BrokerKeys.PORT)))
                .orElse(Announced.PER_CLIENT);
        return new Plan(parts, data.toAbsolutePath().normalize(), settings, announced);
    }

    /**
     * The same, announcing what {@code --host} says; null leaves it as it is.
     *
     * @throws StartFailure if it is neither {@code host} nor {@code host:port}
     */
    public Plan announcing(String host) {
        return host == null
                ? this
                : new Plan(parts, data, settings, Announced.host(host, settings.get(BrokerKeys.PORT)));
    }

    /** Folder of the log files. */
    public Path logs() {
        return data.resolve("logs");
    }
}
