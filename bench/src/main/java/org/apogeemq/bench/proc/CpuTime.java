package org.apogeemq.bench.proc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * CPU time of a process, all its threads (ended ones too) together. Exact to one clock tick, 10 ms.
 *
 * @param userSeconds time in the program itself
 * @param systemSeconds time in the kernel on the program's behalf
 */
public record CpuTime(double userSeconds, double systemSeconds) {
    /** No time at all. */
    public static final CpuTime NONE = new CpuTime(0, 0);

    /** USER_HZ: the unit of /proc, 100 on every Linux whatever the kernel's own tick (source: proc(5), time(7)). */
    private static final double TICKS_PER_SECOND = 100;

    // Indices behind the closing parenthesis of the name; proc(5) counts them as fields 14 and 15.
    private static final int USER_TICKS = 11;
    private static final int SYSTEM_TICKS = 12;

    /**
     * Reads {@code /proc/<pid>/stat}.
     *
     * @throws IOException if there is no such process, or the line is not what proc(5) says
     */
    public static CpuTime of(long pid) throws IOException {
        return parse(Files.readString(Path.of("/proc", Long.toString(pid), "stat")));
    }

    static CpuTime parse(String stat) throws IOException {
        // The name may hold blanks and parentheses itself, so the fields begin after the last one.
        int nameEnd = stat.lastIndexOf(')');
        String[] fields = stat.substring(nameEnd + 1).trim().split(" ");
        if (nameEnd < 0 || fields.length <= SYSTEM_TICKS) {
            throw new IOException("not a line of /proc/<pid>/stat: " + stat);
        }
        return new CpuTime(
                Long.parseLong(fields[USER_TICKS]) / TICKS_PER_SECOND,
                Long.parseLong(fields[SYSTEM_TICKS]) / TICKS_PER_SECOND);
    }

    /** Both together. */
    public double seconds() {
        return userSeconds + systemSeconds;
    }

    /** The sum of both times. */
    public CpuTime plus(CpuTime other) {
        return new CpuTime(userSeconds + other.userSeconds, systemSeconds + other.systemSeconds);
    }

    /** What was used since {@code earlier}. */
    public CpuTime since(CpuTime earlier) {
        return new CpuTime(userSeconds - earlier.userSeconds, systemSeconds - earlier.systemSeconds);
    }
}
