package org.apogeemq.server.wiring;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The name of this machine. */
final class HostName {
    private static final Path LINUX = Path.of("/proc/sys/kernel/hostname");
    private static final String UNKNOWN = "DEFAULT_BROKER";

    private HostName() {}

    /** From the kernel where that is possible: asking the resolver may take seconds. */
    static String find() {
        try {
            String name = Files.readString(LINUX).strip();
            if (!name.isEmpty()) {
                return name;
            }
        } catch (IOException e) {
            return fromResolver(); // not Linux
        }
        return fromResolver();
    }

    private static String fromResolver() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return UNKNOWN; // Apache's name in this case
        }
    }
}
