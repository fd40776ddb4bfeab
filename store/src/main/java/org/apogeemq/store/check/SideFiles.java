package org.apogeemq.store.check;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.apogeemq.protocol.json.Json;
import org.apogeemq.protocol.json.JsonException;
import org.apogeemq.protocol.json.JsonLimits;
import org.apogeemq.store.disk.Disk;
import org.apogeemq.store.open.Checkpoint;
import org.apogeemq.store.view.Snapshots;

/** Looks at what lies beside log and queues: checkpoint, snapshots, settings. */
final class SideFiles {
    private static final int CHECKPOINT_BYTES = 64;
    private static final String WHOLE_LOG = "passed over: the whole log is read again";

    private final Disk disk;
    private final Path root;
    private final Findings findings;

    SideFiles(Disk disk, Path root, Findings findings) {
        this.disk = disk;
        this.root = root;
        this.findings = findings;
    }

    /** What the checkpoint says; says so if it is damaged or does not fit the log. */
    Checkpoint checkpoint(Path commitLog, LogFiles log) throws IOException {
        Path path = root.resolve("checkpoint");
        Checkpoint checkpoint = Checkpoint.read(disk, root, commitLog);
        if (!disk.exists(path)) {
            return checkpoint;
        }
        ByteBuffer bytes = Bytes.of(disk, path);
        if (bytes.limit() < CHECKPOINT_BYTES) {
            findings.add(path, 0, bytes.limit(), "the checkpoint was truncated", WHOLE_LOG);
        } else if (checkpoint.equals(Checkpoint.LOST)) {
            findings.add(path, 0, CHECKPOINT_BYTES, "the checkpoint is damaged", WHOLE_LOG);
        } else if (checkpoint.queuesTo() > log.end()) {
            findings.add(
                    path,
                    0,
                    CHECKPOINT_BYTES,
                    "the checkpoint says that the log was written up to %d, but its files end at %d"
                            .formatted(checkpoint.queuesTo(), log.end()),
                    checkpoint.sealed()
                            ? "opening refuses the store; put the missing files of the log back"
                            : WHOLE_LOG);
        }
        return checkpoint;
    }

    void snapshots() throws IOException {
        Path folder = root.resolve("apogee");
        for (String name : disk.list(folder)) {
            if (name.endsWith(".snapshot") || name.endsWith(".snapshot.before")) {
                Path path = folder.resolve(name);
                ByteBuffer bytes = Bytes.of(disk, path);
                if (!Snapshots.isWhole(bytes)) {
                    findings.add(path, 0, bytes.limit(), "the snapshot is damaged", "made again from the log");
                }
            }
        }
    }

    /** The settings in Apache's files. */
    void settings() throws IOException {
        Path folder = root.resolve("config");
        for (String name : disk.list(folder)) {
            if (name.endsWith(".json")) {
                Path path = folder.resolve(name);
                ByteBuffer bytes = Bytes.of(disk, path);
                try {
                    Json.parse(bytes.array(), JsonLimits.FILE);
                } catch (JsonException e) {
                    findings.add(
                            path,
                            0,
                            bytes.limit(),
                            "no JSON: " + e.getMessage(),
                            "Apache reads its copy " + name + ".bak instead; Apogee needs the file only where it has"
                                    + " no snapshot");
                }
            }
        }
    }
}
