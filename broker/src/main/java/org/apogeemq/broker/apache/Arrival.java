package org.apogeemq.broker.apache;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.apogeemq.protocol.json.Json;
import org.apogeemq.protocol.json.JsonLimits;
import org.apogeemq.protocol.json.JsonObject;
import org.apogeemq.store.StoreConfig;
import org.apogeemq.store.apache.ApacheStore;
import org.apogeemq.store.apache.ConfigFile;
import org.apogeemq.store.disk.Disk;

/** What is said of a data folder of Apache's broker before the first byte of it is changed. */
public final class Arrival {
    private final Disk disk;
    private final Path root;

    private Arrival(Disk disk, Path root) {
        this.disk = disk;
        this.root = root;
    }

    /**
     * Looks into the folder and describes it; changes nothing.
     *
     * @return a few lines; none if Apache's broker did not have the folder last
     * @throws IOException if it cannot be read
     */
    public static List<String> lines(Disk disk, StoreConfig config) throws IOException {
        Optional<ApacheStore> found = ApacheStore.find(disk, config);
        return found.isEmpty() ? List.of() : new Arrival(disk, config.root()).lines(found.get());
    }

    private List<String> lines(ApacheStore found) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("Found a store of Apache RocketMQ (%s by its files), %s, in %s"
                .formatted(found.release(), found.clean() ? "stopped cleanly" : "killed", root));
        lines.add("  messages  %,d%s in %,d queues of %,d topics; %,d bytes of log in %,d files"
                .formatted(
                        found.queues().entries(),
                        found.clean() ? "" : " (and what the log holds behind them)",
                        found.queues().queues(),
                        found.queues().topics(),
                        found.logBytes(),
                        found.segments()));
        lines.add("  settings  %,d topics, %,d groups, offsets of groups in %,d queues, positions of %,d delay levels"
                .formatted(
                        count("topics.json", json -> size(json, "topicConfigTable")),
                        count("subscriptionGroup.json", json -> size(json, "subscriptionGroupTable")),
                        count("consumerOffset.json", Arrival::offsets),
                        count("delayOffset.json", json -> size(json, "offsetTable"))));
        if (!found.others().isEmpty()) {
            lines.add("  left as they are, and not used: " + String.join(", ", found.others()));
        }
        lines.add("  All else is used in place. A clean stop leaves what Apache RocketMQ opens again.");
        return lines;
    }

    private int count(String file, ToIntFunction<JsonObject> counted) throws IOException {
        return new ConfigFile(disk, root, file)
                .read()
                .map(text -> counted.applyAsInt(Json.parseObject(text, JsonLimits.FILE)))
                .orElse(0);
    }

    private static int size(JsonObject json, String table) {
        return json.value(table) instanceof JsonObject entries
                ? entries.members().size()
                : 0;
    }

    private static int offsets(JsonObject json) {
        return json.value("offsetTable") instanceof JsonObject pairs
                ? pairs.members().keySet().stream()
                        .mapToInt(pair -> size(pairs, pair))
                        .sum()
                : 0;
    }
}
