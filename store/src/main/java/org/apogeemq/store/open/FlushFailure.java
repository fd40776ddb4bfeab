package org.apogeemq.store.open;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.apogeemq.store.disk.Disk;
import org.apogeemq.store.disk.DiskFile;
import org.apogeemq.store.log.Segments;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done about a disk that failed to make the log durable. The system takes the pages it failed to write for
 * written, so that a later force succeeds without writing them. So the place behind which this may be so is noted
 * in {@code apogee/flush-failed}, as decimal digits, and at the next start everything behind it is written once more.
 */
public final class FlushFailure {
    private static final Logger LOG = LoggerFactory.getLogger(FlushFailure.class);
    private static final int BLOCK_BYTES = 1 << 20;
    private static final int DIGITS_MAX = 19;

    private FlushFailure() {}

    /** Notes that only what lies before {@code logOffset} is surely on disk; that this may fail too is only logged. */
    public static void note(Disk disk, Path root, long logOffset) {
        try (DiskFile file = disk.open(path(root))) {
            file.resize(0);
            file.write(ByteBuffer.wrap(Long.toString(logOffset).getBytes(US_ASCII)), 0);
            file.force();
            disk.forceFolder(path(root).getParent());
        } catch (IOException e) {
            LOG.error("that the log is durable up to {} only could not be noted in {}", logOffset, path(root), e);
        }
    }

    /**
     * Writes again what may not be on disk, if there is a note.
     *
     * @param otherwise where to begin if the note cannot be read
     * @throws UnusableStoreException if the disk fails again
     */
    public static void repair(Disk disk, Path root, Segments segments, long otherwise) throws IOException {
        if (!disk.exists(path(root))) {
            return;
        }
        long noted = read(disk, root);
        long from = Math.clamp(noted < 0 ? otherwise : noted, segments.min(), segments.end());
        LOG.warn("the disk failed to make the log durable behind {}; what lies there is written again", from);
        try {
            for (long at = from; at < segments.end(); at += blockBytes(segments, at)) {
                writeAgain(segments, at, blockBytes(segments, at));
            }
            segments.force(from, segments.end());
        } catch (IOException e) {
            throw new UnusableStoreException(
                    "the disk of " + root + " failed to make the log durable before and fails again (" + e.getMessage()
                            + "); nothing is lost by this: repair the disk, or copy the data folder to another one",
                    e);
        }
        disk.delete(path(root));
        disk.forceFolder(path(root).getParent());
    }

    private static void writeAgain(Segments segments, long at, int bytes) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(bytes);
        block.put(0, segments.view(at), segments.at(at), bytes);
        if (block.mismatch(ByteBuffer.allocate(bytes)) >= 0) { // zeros are not worth the space
            segments.overwrite(at, block);
        }
    }

    private static int blockBytes(Segments segments, long at) {
        return Math.min(BLOCK_BYTES, segments.segmentBytes() - segments.at(at));
    }

    private static long read(Disk disk, Path root) throws IOException {
        ByteBuffer digits = ByteBuffer.allocate(DIGITS_MAX);
        try (DiskFile file = disk.open(path(root))) {
            file.read(digits, 0);
        }
        String text = new String(digits.array(), 0, digits.position(), US_ASCII);
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            LOG.warn("{} holds '{}', which is no position", path(root), text);
            return -1;
        }
    }

    private static Path path(Path root) {
        return root.resolve("apogee").resolve("flush-failed");
    }
}
