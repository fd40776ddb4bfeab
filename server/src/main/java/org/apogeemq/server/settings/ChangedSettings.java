package org.apogeemq.server.settings;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apogeemq.protocol.json.Json;
import org.apogeemq.protocol.json.JsonException;
import org.apogeemq.protocol.json.JsonLimits;
import org.apogeemq.protocol.json.JsonWriter;
import org.apogeemq.server.settings.Setting.Part;
import org.apogeemq.store.disk.Disk;
import org.apogeemq.store.disk.DiskFile;

/**
 * What was changed while the broker ran, in a file that the next start reads:
 * {@code {"changed":{"fileReservedTime":{"value":"48","instead":"72"}}}}.
 *
 * <p>A change counts as long as the user's own settings say for its key what they said then ({@code instead}, absent if
 * they said nothing): whoever edits them later means what he writes. Not thread-safe.
 */
public final class ChangedSettings {
    private static final String CHANGED = "changed";
    private static final String VALUE = "value";
    private static final String INSTEAD = "instead";
    private static final int BYTES_MAX = 1 << 20;

    private final Disk disk;
    private final Path file;
    private Map<String, Change> changes;

    private record Change(String value, String instead) {}

    private ChangedSettings(Disk disk, Path file, Map<String, Change> changes) {
        this.disk = disk;
        this.file = file;
        this.changes = changes;
    }

    /**
     * Reads the file; it need not be there.
     *
     * @throws IOException if it cannot be read or is not what was written
     */
    public static ChangedSettings read(Disk disk, Path file) throws IOException {
        Map<String, Change> changes = new TreeMap<>();
        if (disk.exists(file)) {
            try {
                Json.parseObject(content(disk, file), JsonLimits.FILE)
                        .objectMap(CHANGED, json -> new Change(json.requiredString(VALUE), json.string(INSTEAD)))
                        .forEach(changes::put);
            } catch (JsonException e) {
                throw new IOException(
                        file + " does not hold settings (" + e.getMessage()
                                + "); delete it to go on without what was changed at run time",
                        e);
            }
        }
        return new ChangedSettings(disk, file, changes);
    }

    /**
     * The settings in force: those of the user with the changes that count.
     *
     * @param notices told of each change, whether it counts or not
     */
    public Settings over(Settings users, Consumer<String> notices) {
        if (changes.isEmpty()) {
            return users;
        }
        Settings all = users;
        for (Setting<?> key : SettingsTable.create().of(Part.BROKER)) {
            Change change = changes.get(key.name());
            String said = users.text(key).orElse(null);
            if (change == null || !key.changeable()) {
                continue;
            }
            if (!Objects.equals(said, change.instead)) {
                notices.accept("%s=%s, set while the broker ran, counts no longer: the settings say %s now, not %s"
                        .formatted(key.name(), change.value, words(said), words(change.instead)));
                continue;
            }
            try {
                all = all.with(Map.of(key, change.value), file.getFileName().toString());
                notices.accept("%s=%s as set while the broker ran, instead of %s"
                        .formatted(key.name(), change.value, words(said)));
            } catch (BadSettingException e) {
                notices.accept(e.getMessage() + "; it does not count");
            }
        }
        return all;
    }

    /**
     * Keeps changes; durable on return. A value that is what the user's settings say anyway ends an earlier change.
     *
     * @throws IOException if they could not be written; those kept before are kept still
     */
    public void keep(Map<Setting<?>, String> wanted, Settings users) throws IOException {
        Map<String, Change> changed = new TreeMap<>(changes);
        wanted.forEach((key, value) -> {
            String said = users.text(key).orElse(null);
            if (value.equals(said == null ? key.defaultText() : said)) {
                changed.remove(key.name());
            } else {
                changed.put(key.name(), new Change(value, said));
            }
        });
        write(changed);
        changes = changed;
    }

    private void write(Map<String, Change> changed) throws IOException {
        JsonWriter json = new JsonWriter().beginObject().name(CHANGED).beginObject();
        changed.forEach((key, change) -> json.name(key)
                .beginObject()
                .field(VALUE, change.value)
                .field(INSTEAD, change.instead)
                .endObject());
        byte[] bytes = json.endObject().endObject().bytes();
        Path aside = file.resolveSibling(file.getFileName() + ".new");
        try (DiskFile open = disk.open(aside)) {
            open.resize(bytes.length);
            open.write(ByteBuffer.wrap(bytes), 0);
            open.force();
        }
        disk.rename(aside, file);
        disk.forceFolder(file.toAbsolutePath().getParent());
    }

    private static byte[] content(Disk disk, Path file) throws IOException {
        long size = disk.size(file);
        if (size > BYTES_MAX) {
            throw new IOException(file + " has " + size + " bytes, must have " + BYTES_MAX + " at most");
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.max(0, size));
        try (DiskFile open = disk.openForReading(file)) {
            open.read(bytes, 0);
        }
        return bytes.array();
    }

    private static String words(String said) {
        return said == null ? "nothing" : said;
    }
}
