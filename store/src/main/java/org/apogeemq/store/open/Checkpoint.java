package org.apogeemq.store.open;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import org.apogeemq.protocol.record.RecordFormat;
import org.apogeemq.store.disk.Disk;
import org.apogeemq.store.disk.DiskFile;
import org.apogeemq.store.disk.OffsetName;

/**
 * What is on disk for sure: the file {@code checkpoint} in Apache's layout (4096 bytes, longs), with a seal of ours
 * behind it that Apache overwrites or ignores.
 * <pre>
 *   0          8            16           24       32          40          48     56
 *   | log time | queue time | index time | master | queues to | Apache's queues to | seal | CRC32C |
 * </pre>
 * What Apache goes by, queue time and its own queues-to, is 0 while the store is open: a part of the queue entries is
 * then in no queue file, and Apache has to make them from the log.
 *
 * <p>A broken seal means that Apache's broker had the store since, or damage. Apache's queues-to then names a record of
 * the log: either where Apache's last one begins, or, with a release that leaves it as it is, where we had stopped and
 * Apache went on. If it does not, and Apogee has written in the folder, nothing of the file is believed.
 *
 * @param storeTimestamp store time of the last record that is in the log for sure, in ms
 * @param queuesTo all records before this log offset are on disk, and so are their queue entries; with the seal it is
 *     the end of a record. Written by Apache it is the begin of the last record of which that holds; 0: not known
 * @param indexTimestamp store time of the last record whose keys are on disk for sure, in ms; 0: none
 * @param sealed whether this store wrote it, and nobody since; or it did, and nothing is known
 */
public record Checkpoint(long storeTimestamp, long queuesTo, long indexTimestamp, boolean sealed) {
    private static final int FILE_BYTES = 4096;
    private static final int INDEX_AT = 16;
    private static final int QUEUES_TO_AT = 32;
    private static final int APACHE_QUEUES_TO_AT = 40;
    private static final int SEAL_AT = 48;
    private static final int CRC_AT = 56;
    private static final int USED_BYTES = 64;
    private static final long SEAL = 0x41504F4745450001L; // "APOGEE", version 1

    /** Nothing is known. */
    public static final Checkpoint NONE = new Checkpoint(0, 0, 0, false);

    /** Nothing is known, but that Apogee wrote the store. The position is none that a file can hold. */
    public static final Checkpoint LOST = new Checkpoint(0, -1, 0, true);

    /**
     * Reads the file in {@code root} and decides what of it can be believed.
     *
     * @param commitLog folder of the log's files
     * @return {@link #LOST} if it is missing or damaged in a folder that Apogee has written; in another one {@link
     *     #NONE} if it is missing, too short, or holds more than any release writes
     */
    public static Checkpoint read(Disk disk, Path root, Path commitLog) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(FILE_BYTES);
        Path path = root.resolve("checkpoint");
        if (disk.exists(path)) {
            try (DiskFile file = disk.openForReading(path)) {
                file.read(bytes, 0);
            }
        }
        // Apache changes its longs and leaves the seal as it is: then the CRC does not fit any more.
        if (bytes.position() >= USED_BYTES && bytes.getLong(SEAL_AT) == SEAL && bytes.getLong(CRC_AT) == crc(bytes)) {
            return new Checkpoint(bytes.getLong(0), bytes.getLong(QUEUES_TO_AT), bytes.getLong(INDEX_AT), true);
        }
        boolean there = !bytes.hasRemaining() && isZeroBehind(bytes);
        long time = Math.min(bytes.getLong(0), bytes.getLong(Long.BYTES));
        long queuesTo = bytes.getLong(APACHE_QUEUES_TO_AT);
        Checkpoint found = there ? new Checkpoint(time, queuesTo, bytes.getLong(INDEX_AT), false) : NONE;
        boolean possible = there && time > 0 && isRecord(disk, commitLog, queuesTo);
        return possible || !isOurs(disk, root) ? found : LOST;
    }

    /** No release uses more than that: a file with something there is not a checkpoint, or damaged. */
    private static boolean isZeroBehind(ByteBuffer bytes) {
        for (int at = USED_BYTES; at < FILE_BYTES; at++) {
            if (bytes.get(at) != 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether the folder holds what Apogee writes when it has opened a store, and not before. */
    private static boolean isOurs(Disk disk, Path root) throws IOException {
        return disk.list(root.resolve("apogee")).stream()
                .anyMatch(name -> name.equals("running") || name.equals("queues.table") || name.endsWith(".snapshot"));
    }

    /** Whether a record begins at {@code logOffset}, or the filler before one. */
    private static boolean isRecord(Disk disk, Path commitLog, long logOffset) throws IOException {
        if (logOffset <= 0) {
            return false; // Apache's way to say that it does not know
        }
        String name = OffsetName.of(logOffset);
        String holding = disk.list(commitLog).stream()
                .filter(file -> OffsetName.is(file) && file.compareTo(name) <= 0)
                .reduce("", (one, later) -> later);
        if (holding.isEmpty()) {
            return false;
        }
        ByteBuffer head = ByteBuffer.allocate(RecordFormat.FIXED_BYTES);
        try (DiskFile file = disk.openForReading(commitLog.resolve(holding))) {
            file.read(head, logOffset - Long.parseLong(holding));
        }
        int magic = RecordFormat.magic(head, 0);
        boolean record = magic == RecordFormat.MAGIC_V1 || magic == RecordFormat.MAGIC_V2;
        return magic == RecordFormat.BLANK_MAGIC || record && RecordFormat.logOffset(head, 0) == logOffset;
    }

    /**
     * Writes and forces the file in {@code root}. All of it lies in one sector, so it is never half new.
     *
     * @param forApache whether all queue entries are in queue files, where Apache's broker looks for them
     */
    public void write(Disk disk, Path root, boolean forApache) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(USED_BYTES);
        bytes.putLong(storeTimestamp).putLong(forApache ? storeTimestamp : 0);
        bytes.putLong(indexTimestamp).putLong(0).putLong(queuesTo);
        bytes.putLong(forApache ? queuesTo : 0).putLong(SEAL).putLong(CRC_AT, crc(bytes));
        try (DiskFile file = disk.open(root.resolve("checkpoint"))) {
            if (file.size() < FILE_BYTES) {
                file.resize(FILE_BYTES);
            }
            file.write(bytes.clear(), 0);
            file.force();
        }
    }

    private static long crc(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.array(), 0, CRC_AT);
        return crc.getValue();
    }
}
