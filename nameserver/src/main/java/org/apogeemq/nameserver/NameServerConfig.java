package org.apogeemq.nameserver;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.apogeemq.remoting.ServerConfig;

/**
 * The settings of a name server.
 *
 * @param server where it listens
 * @param kvConfigPath the file of the settings kept for others, its folder existing or not; null keeps them in memory
 * @param scanInterval how often silent brokers are looked for
 * @param settings the settings as written in namesrv.conf, shown to administrators; those of
 *     {@link org.apogeemq.nameserver.wire.Rules} are obeyed, the rest is only shown
 */
public record NameServerConfig(
        ServerConfig server, Path kvConfigPath, Duration scanInterval, Map<String, String> settings) {
    /** How often silent brokers are looked for if nothing else is set. */
    public static final Duration SCAN_INTERVAL = Duration.ofSeconds(5);

    /** Checks and copies. */
    public NameServerConfig {
        Objects.requireNonNull(server, "server");
        if (!scanInterval.isPositive()) {
            throw new IllegalArgumentException(
                    "scanNotActiveBrokerInterval is " + scanInterval.toMillis() + " ms, must be above 0");
        }
        settings = Map.copyOf(settings);
    }

    /** A name server with default settings. */
    public NameServerConfig(ServerConfig server, Path kvConfigPath) {
        this(server, kvConfigPath, SCAN_INTERVAL, Map.of());
    }
}
