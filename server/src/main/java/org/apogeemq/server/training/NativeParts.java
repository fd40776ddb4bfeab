package org.apogeemq.server.training;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * Lays the native parts of Netty beside the jars that hold them, where the JVM finds them by itself. Else Netty copies
 * them into the folder of temporary files at every start, which takes time and fails where that is not executable.
 */
final class NativeParts {
    /** Their folder, in that of the program. */
    static final String FOLDER = "native";

    private static final List<String> NAMES =
            List.of("libnetty_transport_native_epoll_x86_64.so", "libnetty_transport_native_epoll_aarch_64.so");

    private NativeParts() {}

    static void unpack(Path program) throws IOException {
        Path folder = Files.createDirectories(program.resolve(FOLDER));
        for (String name : NAMES) {
            try (InputStream part = NativeParts.class.getResourceAsStream("/META-INF/native/" + name)) {
                if (part != null) {
                    Files.copy(part, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }
}
