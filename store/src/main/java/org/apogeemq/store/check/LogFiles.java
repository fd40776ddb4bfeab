package org.apogeemq.store.check;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apogeemq.store.disk.Disk;
import org.apogeemq.store.disk.DiskFile;
import org.apogeemq.store.disk.OffsetName;

/** The files of a log as they are, and how long each should be: their names tell. */
final class LogFiles {
    private final List<LogFile> files;
    private final int segmentBytes;

    /** A file of the log that begins at {@code base} and has {@code bytes} bytes. */
    record LogFile(Path path, long base, long bytes) {}

    private LogFiles(List<LogFile> files, int segmentBytes) {
        this.files = files;
        this.segmentBytes = segmentBytes;
    }

    static LogFiles in(Disk disk, Path folder, Findings findings) throws IOException {
        List<LogFile> files = new ArrayList<>();
        for (String name : disk.list(folder)) {
            if (OffsetName.is(name)) {
                Path path = folder.resolve(name);
                try (DiskFile file = disk.openForReading(path)) {
                    files.add(new LogFile(path, Long.parseLong(name), file.size()));
                }
            }
        }
        LogFiles found = new LogFiles(files, segmentBytes(files));
        found.checkLengths(findings);
        return found;
    }

    List<LogFile> files() {
        return files;
    }

    /** Length that each file should have. */
    int segmentBytes() {
        return segmentBytes;
    }

    /** The files in rows of those that follow one another without a gap. */
    List<List<LogFile>> rows() {
        List<List<LogFile>> rows = new ArrayList<>();
        int begin = 0;
        for (int i = 1; i <= files.size(); i++) {
            if (i == files.size() || files.get(i).base != files.get(i - 1).base + segmentBytes) {
                rows.add(files.subList(begin, i));
                begin = i;
            }
        }
        return rows;
    }

    long from() {
        return files.isEmpty() ? 0 : files.getFirst().base;
    }

    /** Log offset behind the last file. */
    long end() {
        return files.isEmpty() ? 0 : files.getLast().base + segmentBytes;
    }

    long bytes() {
        return bytesBefore(Long.MAX_VALUE);
    }

    /** Bytes of the files that begin before {@code logOffset}. */
    long bytesBefore(long logOffset) {
        return files.stream()
                .filter(file -> file.base < logOffset)
                .mapToLong(LogFile::bytes)
                .sum();
    }

    /** The file that holds {@code logOffset}, or {@code null}. */
    LogFile holding(long logOffset) {
        for (LogFile file : files) {
            if (logOffset >= file.base && logOffset < file.base + segmentBytes) {
                return file;
            }
        }
        return null;
    }

    /** The least distance of two names, or the longest file. */
    private static int segmentBytes(List<LogFile> files) {
        long least = Long.MAX_VALUE;
        for (int i = 1; i < files.size(); i++) {
            least = Math.min(least, files.get(i).base - files.get(i - 1).base);
        }
        if (least > Integer.MAX_VALUE) {
            least = files.stream().mapToLong(LogFile::bytes).max().orElse(0);
        }
        return (int) Math.min(Math.max(least, 1), Integer.MAX_VALUE);
    }

    private void checkLengths(Findings findings) {
        for (int i = 0; i < files.size(); i++) {
            LogFile file = files.get(i);
            boolean last = i == files.size() - 1;
            if (file.bytes > segmentBytes) {
                findings.add(
                        file.path,
                        segmentBytes,
                        file.bytes - segmentBytes,
                        "the file is longer than the others, which have " + segmentBytes + " bytes",
                        "opening refuses the store; put back the file as it was");
            } else if (file.bytes < segmentBytes && !(last && file.bytes == 0)) {
                findings.add(
                        file.path,
                        file.bytes,
                        segmentBytes - file.bytes,
                        "the file was truncated; the others have " + segmentBytes + " bytes",
                        "made whole again with zeros; what lay there is lost");
            }
            if (!last && files.get(i + 1).base != file.base + segmentBytes) {
                findings.add(
                        file.path,
                        file.bytes,
                        files.get(i + 1).base - file.base - segmentBytes,
                        "the next file is missing: " + "%020d".formatted(file.base + segmentBytes),
                        "opening refuses the store; put the file back from a backup");
            }
        }
    }
}
