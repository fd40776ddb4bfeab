package org.apogeemq.nameserver.kv;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apogeemq.protocol.json.Json;
import org.apogeemq.protocol.json.JsonException;
import org.apogeemq.protocol.json.JsonObject;
import org.apogeemq.protocol.json.JsonWriter;

/**
 * The settings, in memory and, if there is a file, in that file. Read by anyone; changed by one thread at a time, which
 * waits for the disk.
 */
public final class KvConfigs {
    private static final int ENTRIES_MAX = 100_000;
    private static final String TABLE = "configTable";

    private final Path file;

    // Written by the changing thread, read by anyone; the maps are never changed.
    private volatile Map<String, Map<String, String>> table = Map.of();
    private final AtomicLong version = new AtomicLong();

    private KvConfigs(Path file) {
        this.file = file;
    }

    /** Settings that are gone when the process ends. */
    public static KvConfigs inMemory() {
        return new KvConfigs(null);
    }

    /**
     * Settings kept in {@code file}, which need not exist yet; its folder must.
     *
     * @throws IOException if the file cannot be read; the message names it
     */
    public static KvConfigs open(Path file) throws IOException {
        var configs = new KvConfigs(file);
        if (Files.exists(file)) {
            try {
                configs.table = read(Files.readAllBytes(file));
            } catch (JsonException e) {
                throw new IOException(
                        "settings file " + file + " cannot be read; mend or remove it: " + e.getMessage(), e);
            }
        }
        return configs;
    }

    private static Map<String, Map<String, String>> read(byte[] json) {
        JsonObject namespaces = Json.parseObject(json).object(TABLE);
        Map<String, Map<String, String>> settings = new TreeMap<>();
        if (namespaces != null) {
            namespaces.members().keySet().forEach(name -> settings.put(name, namespaces.stringMap(name)));
        }
        return settings;
    }

    /** A number that is another one after every change. Read it before what is derived from the settings. */
    public long version() {
        return version.get();
    }

    /** A setting; null if there is none. */
    public String get(String namespace, String key) {
        return table.getOrDefault(namespace, Map.of()).get(key);
    }

    /** All settings of a namespace; null if there is no such namespace. */
    public Map<String, String> namespace(String namespace) {
        return table.get(namespace);
    }

    /** Sets a value; durable on return. If that fails nothing is changed. */
    public void put(String namespace, String key, String value) throws IOException {
        Map<String, String> entries = new TreeMap<>(table.getOrDefault(namespace, Map.of()));
        entries.put(key, value);
        if (table.values().stream().mapToInt(Map::size).sum() >= ENTRIES_MAX && get(namespace, key) == null) {
            throw new IOException("there are " + ENTRIES_MAX + " settings already; delete some first");
        }
        replace(namespace, entries);
    }

    /** Removes a value, if it is there; durable on return. The namespace stays. */
    public void delete(String namespace, String key) throws IOException {
        if (get(namespace, key) != null) {
            Map<String, String> entries = new TreeMap<>(table.get(namespace));
            entries.remove(key);
            replace(namespace, entries);
        }
    }

    private void replace(String namespace, Map<String, String> entries) throws IOException {
        Map<String, Map<String, String>> changed = new TreeMap<>(table);
        changed.put(namespace, Collections.unmodifiableMap(entries));
        if (file != null) {
            save(changed);
        }
        table = Collections.unmodifiableMap(changed);
        version.incrementAndGet();
    }

    private void save(Map<String, Map<String, String>> settings) throws IOException {
        var json = new JsonWriter();
        json.beginObject().name(TABLE).beginObject();
        settings.forEach(json::field);
        byte[] bytes = json.endObject().endObject().bytes();
        Path aside = file.resolveSibling(file.getFileName() + ".tmp");
        try (FileChannel channel = FileChannel.open(
                aside, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer rest = ByteBuffer.wrap(bytes);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel folder = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            folder.force(true); // the new name itself
        }
    }
}
