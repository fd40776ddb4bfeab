package org.apogeemq.bench.proc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Resident memory of a process, in bytes.
 *
 * @param resident RSS: everything in RAM, pages of mapped files included, which the kernel may drop when it needs them
 * @param anonymous RssAnon: heap, stacks, native memory; what the process really keeps for itself
 */
public record Memory(long resident, long anonymous) {
    /** No memory at all. */
    public static final Memory NONE = new Memory(0, 0);

    private static final long BYTES_PER_KIB = 1024;

    /**
     * Reads {@code /proc/<pid>/status}.
     *
     * @throws IOException if there is no such process, or the file lacks the two lines
     */
    public static Memory of(long pid) throws IOException {
        return parse(Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")));
    }

    static Memory parse(List<String> status) throws IOException {
        return new Memory(bytesOf(status, "VmRSS:"), bytesOf(status, "RssAnon:"));
    }

    private static long bytesOf(List<String> status, String key) throws IOException {
        for (String line : status) {
            if (line.startsWith(key)) {
                String[] words = line.substring(key.length()).trim().split("\\s+");
                return Long.parseLong(words[0]) * BYTES_PER_KIB;
            }
        }
        throw new IOException("no line " + key + " in /proc/<pid>/status");
    }

    /** The sum of both. */
    public Memory plus(Memory other) {
        return new Memory(resident + other.resident, anonymous + other.anonymous);
    }
}
