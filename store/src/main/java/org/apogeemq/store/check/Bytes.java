package org.apogeemq.store.check;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.apogeemq.store.disk.Disk;
import org.apogeemq.store.disk.DiskFile;

/** Reads files whole. */
final class Bytes {
    private static final int MAX = 1 << 30;

    private Bytes() {}

    /** All bytes of a file, at most 1 GiB of them. */
    static ByteBuffer of(Disk disk, Path path) throws IOException {
        try (DiskFile file = disk.openForReading(path)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(file.size(), MAX));
            file.read(bytes, 0);
            return bytes.flip();
        }
    }
}
