package org.apogeemq.store.log;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apogeemq.store.disk.Disk;
import org.apogeemq.store.disk.DiskFile;
import org.apogeemq.store.disk.OffsetName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the files of the log when it is opened. Their names say how long each must be; one that is shorter was
 * truncated and is made whole again with zeros.
 */
final class SegmentFiles {
    private static final Logger LOG = LoggerFactory.getLogger(SegmentFiles.class);

    private final Disk disk;
    private final Path folder;
    private final int segmentBytes;
    private final List<Segments.Missing> missing = new ArrayList<>();

    SegmentFiles(Disk disk, Path folder, int segmentBytes) {
        this.disk = disk;
        this.folder = folder;
        this.segmentBytes = segmentBytes;
    }

    List<Segments.Missing> missing() {
        return List.copyOf(missing);
    }

    List<Segment> find() throws IOException {
        List<Long> bases = disk.list(folder).stream()
                .filter(OffsetName::is)
                .map(Long::parseLong)
                .toList();
        if (!bases.isEmpty() && bases.getFirst() % segmentBytes != 0) {
            throw new IOException(("log file %s does not begin at a multiple of mappedFileSizeCommitLog, which is %d;"
                            + " set it to the value the store was made with")
                    .formatted(path(bases.getFirst()), segmentBytes));
        }
        for (int i = 1; i < bases.size(); i++) {
            checkFollows(bases.get(i - 1), bases.get(i));
        }
        List<Segment> found = new ArrayList<>();
        int count = bases.size();
        while (count > 0 && isEmpty(bases.get(count - 1))) {
            count--;
            disk.delete(path(bases.get(count))); // the process ended while making it
        }
        for (long base : bases.subList(0, count)) {
            makeWhole(base);
            found.add(new Segment(disk, path(base), base, segmentBytes));
        }
        return found;
    }

    private void checkFollows(long base, long next) throws IOException {
        if (next - base == segmentBytes) {
            return;
        }
        if ((next - base) % segmentBytes != 0) {
            throw new IOException(("log file %s begins %d bytes behind %s, but mappedFileSizeCommitLog is %d;"
                            + " set it to the value the store was made with")
                    .formatted(path(next), next - base, path(base), segmentBytes));
        }
        throw new IOException(("log file %s is missing between %s and %s; put it back from a backup, or create an"
                        + " empty file of that name to go on without what it held")
                .formatted(OffsetName.of(base + segmentBytes), path(base), path(next)));
    }

    private boolean isEmpty(long base) throws IOException {
        return disk.size(path(base)) == 0;
    }

    private void makeWhole(long base) throws IOException {
        Path path = path(base);
        try (DiskFile file = disk.open(path)) {
            long size = file.size();
            if (size > segmentBytes) {
                throw new IOException(("log file %s has %d bytes, but mappedFileSizeCommitLog is %d;"
                                + " set it to the value the store was made with")
                        .formatted(path, size, segmentBytes));
            }
            if (size < segmentBytes) {
                LOG.warn("log file {} has {} of {} bytes and is extended", path, size, segmentBytes);
                file.resize(segmentBytes);
                file.force();
                missing.add(new Segments.Missing(base + size, base + segmentBytes));
            }
        }
    }

    private Path path(long base) {
        return folder.resolve(OffsetName.of(base));
    }
}
