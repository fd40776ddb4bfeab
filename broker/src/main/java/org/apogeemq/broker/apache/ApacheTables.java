package org.apogeemq.broker.apache;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apogeemq.broker.delay.DelayOffsets;
import org.apogeemq.broker.group.Groups;
import org.apogeemq.broker.offset.Offsets;
import org.apogeemq.broker.topic.Topics;
import org.apogeemq.protocol.json.Json;
import org.apogeemq.protocol.json.JsonException;
import org.apogeemq.protocol.json.JsonLimits;
import org.apogeemq.protocol.json.JsonObject;
import org.apogeemq.store.Store;
import org.apogeemq.store.StoreException;
import org.apogeemq.store.apache.ConfigFile;
import org.apogeemq.store.disk.Disk;
import org.apogeemq.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Our tables as settings files of Apache's. What another broker has changed in the files since we wrote them, or all of
 * them if we never did, is taken over when the store opens, as changes in the log; a clean stop writes the files.
 * Files of tables we do not have are not touched.
 */
public final class ApacheTables {
    private static final Logger LOG = LoggerFactory.getLogger(ApacheTables.class);
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final Store store;
    private final Map<ApacheTable, ConfigFile> files = new LinkedHashMap<>();

    /** Our tables. */
    public record Ours(Topics topics, Groups groups, Offsets offsets, DelayOffsets delays) {}

    /** @param root the data folder of {@code store}, in which the tables live */
    public ApacheTables(Disk disk, Path root, Ours ours, Store store, Clock clock) {
        this.store = store;
        List.of(
                        new TopicsTable(ours.topics),
                        new GroupsTable(ours.groups),
                        new OffsetsTable(ours.offsets, clock),
                        new DelaysTable(ours.delays, store, clock))
                .forEach(table -> files.put(table, new ConfigFile(disk, root, table.file())));
    }

    /**
     * Takes over what is new in the files; it is durable on return. Before anybody is served.
     *
     * @throws StoreException if a file cannot be read or the changes cannot be stored
     */
    public void takeOver() {
        Map<ConfigFile, byte[]> taken = new LinkedHashMap<>();
        List<CompletableFuture<Void>> written = new ArrayList<>();
        try {
            for (Map.Entry<ApacheTable, ConfigFile> entry : files.entrySet()) {
                ConfigFile file = entry.getValue();
                Optional<byte[]> theirs = file.isKnown() ? Optional.empty() : file.read();
                if (theirs.isPresent()) {
                    written.add(takeOver(entry.getKey(), file, theirs.get()));
                    taken.put(file, theirs.get());
                }
            }
            if (taken.isEmpty()) {
                return;
            }
            CompletableFuture.allOf(written.toArray(CompletableFuture<?>[]::new))
                    .get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            store.flush(); // a file that is known to us must not say more than the log
            for (Map.Entry<ConfigFile, byte[]> entry : taken.entrySet()) {
                entry.getKey().noteKnown(entry.getValue());
                LOG.info(
                        "{} was changed by another broker and is taken over",
                        entry.getKey().path());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("interrupted while settings files were taken over", e);
        } catch (IOException | ExecutionException | TimeoutException e) {
            throw new StoreException("settings files cannot be taken over: " + e.getMessage(), e);
        }
    }

    /**
     * Writes the files as they have to be for Apache's broker. Nobody changes the tables any more.
     *
     * @throws IOException if one could not be written; nothing of ours is lost by that
     */
    public void write() throws IOException {
        for (Map.Entry<ApacheTable, ConfigFile> entry : files.entrySet()) {
            ApacheTable table = entry.getKey();
            ConfigFile file = entry.getValue();
            Optional<byte[]> present = file.read();
            JsonObject presentJson =
                    present.map(text -> Json.parseObject(text, JsonLimits.FILE)).orElse(null);
            file.write(ConfigText.of(table.content(present), presentJson, table.member(), table::isOurs));
        }
    }

    private static CompletableFuture<Void> takeOver(ApacheTable table, ConfigFile file, byte[] theirs)
            throws IOException {
        try {
            return table.takeOver(file.known(), theirs);
        } catch (JsonException e) {
            throw new IOException(file.path() + ": " + e.getMessage(), e);
        }
    }
}
