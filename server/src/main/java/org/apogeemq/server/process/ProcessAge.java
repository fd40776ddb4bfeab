package org.apogeemq.server.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apogeemq.time.Clock;

/**
 * How long this process has been running, the start of its JVM and of its start script included, but not the time for
 * which that script built the program.
 */
public final class ProcessAge {
    private static final Path STAT = Path.of("/proc/self/stat");
    private static final Path UPTIME = Path.of("/proc/uptime");

    /** Index of the start time among the fields behind the command's name (proc(5): field 22). */
    private static final int START_FIELD = 19;

    /** Unit of that field; it has been 1/100 s on every Linux that a JDK 25 runs on. */
    private static final long TICKS_PER_SECOND = 100;

    /** Set by the start script when it built the program first: milliseconds that took. */
    private static final String BUILD_MILLIS = "apogee.build.millis";

    private ProcessAge() {}

    /** To the next 10 ms on Linux, to the next second elsewhere. */
    public static Duration now(Clock clock) {
        Duration age = fromLinux().orElseGet(() -> fromSystem(clock)).minusMillis(Long.getLong(BUILD_MILLIS, 0));
        return age.isNegative() ? Duration.ZERO : age;
    }

    private static Optional<Duration> fromLinux() {
        try {
            String stat = Files.readString(STAT, StandardCharsets.ISO_8859_1);
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            long startTicks = Long.parseLong(fields[START_FIELD]);
            String uptime = Files.readString(UPTIME, StandardCharsets.ISO_8859_1);
            double seconds = Double.parseDouble(uptime.substring(0, uptime.indexOf(' ')));
            long millis = Math.round(seconds * 1000) - startTicks * 1000 / TICKS_PER_SECOND;
            return millis < 0 ? Optional.empty() : Optional.of(Duration.ofMillis(millis));
        } catch (IOException | RuntimeException e) {
            return Optional.empty(); // not Linux, or /proc is hidden: the JDK knows the age less exactly
        }
    }

    private static Duration fromSystem(Clock clock) {
        Instant now = Instant.ofEpochMilli(clock.wallMillis());
        return ProcessHandle.current()
                .info()
                .startInstant()
                .map(start -> Duration.between(start, now))
                .filter(age -> !age.isNegative())
                .orElse(Duration.ZERO);
    }
}
