package org.apogeemq.store.apache;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.apogeemq.protocol.json.Json;
import org.apogeemq.protocol.json.JsonException;
import org.apogeemq.protocol.json.JsonLimits;
import org.apogeemq.store.disk.Disk;
import org.apogeemq.store.disk.DiskFile;

/**
 * One JSON file of Apache's in {@code config/}, and a copy of it in {@code apogee/config/} as we last wrote or took it
 * over. Who changed the file meanwhile shows by the difference. Not thread-safe.
 */
public final class ConfigFile {
    private static final int BYTES_MAX = Integer.MAX_VALUE - 8;

    private final Disk disk;
    private final Path path;
    private final Path older;
    private final Path copy;

    /** The file {@code name} of the data folder {@code root}; it need not exist. */
    public ConfigFile(Disk disk, Path root, String name) {
        this.disk = Objects.requireNonNull(disk, "disk");
        path = root.resolve("config").resolve(name);
        older = path.resolveSibling(name + ".bak");
        copy = root.resolve("apogee").resolve("config").resolve(name);
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    /**
     * What the file says; as with Apache, what {@code .bak} says if the file is missing, empty or no JSON.
     *
     * @return empty if there is neither, or nothing in them
     * @throws IOException if it cannot be read, or what there is cannot be understood
     */
    public Optional<byte[]> read() throws IOException {
        byte[] newest = content(path);
        byte[] before = content(older);
        if (isJson(newest)) {
            return Optional.of(newest);
        }
        if (isJson(before)) {
            return Optional.of(before);
        }
        if (newest.length + before.length > 0) {
            throw new IOException("settings file " + path + " is damaged and has no usable " + older.getFileName()
                    + "; put it back from a backup, or delete both to go on without what they hold");
        }
        return Optional.empty();
    }

    /** What the file said when we wrote it or took it over; empty if we never did. */
    public Optional<byte[]> known() throws IOException {
        byte[] content = content(copy);
        return isJson(content) ? Optional.of(content) : Optional.empty();
    }

    /** Whether the file says what we know of already. */
    public boolean isKnown() throws IOException {
        byte[] newest = content(path);
        return newest.length > 0 && Arrays.equals(newest, content(copy));
    }

    /** Writes and forces the file as Apache does: the present one becomes {@code .bak}. Then notes that it is known. */
    public void write(byte[] json) throws IOException {
        byte[] present = content(path);
        if (!Arrays.equals(present, json)) {
            disk.createFolders(path.getParent());
            if (isJson(present)) { // a good .bak is not given for a broken file
                disk.rename(path, older);
                disk.forceFolder(path.getParent());
            }
            put(path, json);
        }
        if (!isKnown()) {
            noteKnown(json);
        }
    }

    /** Notes that what {@code json} says is in our tables, durably. */
    public void noteKnown(byte[] json) throws IOException {
        disk.createFolders(copy.getParent());
        Path aside = copy.resolveSibling(copy.getFileName() + ".new");
        put(aside, json);
        disk.rename(aside, copy);
        disk.forceFolder(copy.getParent());
    }

    private void put(Path file, byte[] json) throws IOException {
        try (DiskFile open = disk.open(file)) {
            open.resize(json.length);
            open.write(ByteBuffer.wrap(json), 0);
            open.force();
        }
        disk.forceFolder(file.getParent());
    }

    private byte[] content(Path file) throws IOException {
        if (!disk.exists(file)) {
            return new byte[0];
        }
        try (DiskFile open = disk.open(file)) {
            long size = open.size();
            if (size > BYTES_MAX) {
                throw new IOException(
                        "settings file " + file + " has " + size + " bytes, must be at most " + BYTES_MAX);
            }
            ByteBuffer bytes = ByteBuffer.allocate((int) size);
            open.read(bytes, 0);
            return Arrays.copyOf(bytes.array(), bytes.position());
        }
    }

    private static boolean isJson(byte[] text) {
        if (text.length == 0) {
            return false;
        }
        try {
            Json.parseObject(text, JsonLimits.FILE);
            return true;
        } catch (JsonException e) {
            return false;
        }
    }
}
