package org.apogeemq.server.wiring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much memory this machine has. */
final class MemorySize {
    private static final Path MEMINFO = Path.of("/proc/meminfo");
    private static final String TOTAL = "MemTotal:";
    private static final int KIB = 1024;
    /** Assumed where the system does not tell. */
    private static final long FALLBACK_BYTES = 2L << 30;

    private MemorySize() {}

    /** Bytes of memory. Read from a file: the management beans that know it too take 30 ms to load. */
    static long ofMachine() {
        try {
            for (String line : Files.readAllLines(MEMINFO)) {
                if (line.startsWith(TOTAL)) {
                    String number = line.substring(TOTAL.length()).strip().split(" ", 2)[0];
                    return Long.parseLong(number) * KIB;
                }
            }
        } catch (IOException | NumberFormatException e) {
            return FALLBACK_BYTES; // another system
        }
        return FALLBACK_BYTES;
    }
}
