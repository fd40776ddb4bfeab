package org.apogeemq.store.check;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import org.apogeemq.store.check.CheckReport.Maker;
import org.apogeemq.store.check.CheckReport.Stop;
import org.apogeemq.store.compact.CompactedCheck;
import org.apogeemq.store.disk.Disk;
import org.apogeemq.store.open.Checkpoint;

/**
 * Verifies the store in a folder without changing a byte of it: every record and its place in its queue, every queue
 * entry, checkpoint, snapshots, key index, settings. The store must not be in use meanwhile.
 */
public final class StoreCheck {
    private final Disk disk;
    private final Path root;
    private final Path commitLog;

    /**
     * @param root the data folder
     * @param commitLog folder of the log's files
     */
    public StoreCheck(Disk disk, Path root, Path commitLog) {
        this.disk = disk;
        this.root = root;
        this.commitLog = commitLog;
    }

    /**
     * Checks everything.
     *
     * @throws CannotCheckException if there is no store, it is in use, or cannot be read
     */
    public CheckReport run(CheckProgress progress) throws CannotCheckException {
        if (!disk.exists(commitLog)) {
            throw new CannotCheckException(
                    root + " is not the data folder of a store: there is no folder " + commitLog, null);
        }
        Path lock = root.resolve("lock");
        try (Closeable held = disk.exists(lock) ? disk.lockForReading(lock) : () -> {}) {
            if (held == null) {
                throw new CannotCheckException(
                        "the store in " + root + " is in use; stop the broker that has it, or check a copy", null);
            }
            return check(progress);
        } catch (CannotCheckException e) {
            throw e;
        } catch (IOException e) {
            throw new CannotCheckException(
                    "cannot read the store in " + root + " (" + e + "); run as a user who may read all of it", e);
        }
    }

    private CheckReport check(CheckProgress progress) throws IOException {
        Findings findings = new Findings();
        boolean clean = !disk.exists(root.resolve("abort"));
        LogFiles files = LogFiles.in(disk, commitLog, findings);
        SideFiles side = new SideFiles(disk, root, findings);
        Checkpoint checkpoint = side.checkpoint(commitLog, files);
        long durableTo = clean ? Long.MAX_VALUE : checkpoint.queuesTo();
        boolean ours = checkpoint.equals(Checkpoint.NONE) ? disk.exists(root.resolve("apogee")) : checkpoint.sealed();
        QueueCheck queues = new QueueCheck(disk, root, findings, durableTo, clean, ours);
        TableCheck table = new TableCheck(root, findings, files);
        table.read(disk, checkpoint, files);
        CheckReport.Log log = new LogCheck(disk, files, findings, queues, table, progress).run();
        CheckReport.Queues checked = queues.end();
        table.end();
        side.snapshots();
        side.settings();
        new CompactedCheck(disk, root.resolve("apogee").resolve("compacted"), findings::add).run();
        new IndexCheck(disk, root.resolve("index"), files.end(), findings).run(clean);
        Maker maker = ours ? Maker.APOGEE : Maker.APACHE;
        Stop stop = clean ? Stop.CLEANLY : Stop.NOT_CLEANLY;
        return new CheckReport(root, maker, stop, log, checked, findings.kept(), findings.count());
    }
}
