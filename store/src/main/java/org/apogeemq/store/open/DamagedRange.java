package org.apogeemq.store.open;

import java.nio.file.Path;

/**
 * A part of the log that could not be read as it was written.
 *
 * @param from log offset at which it begins
 * @param to log offset behind it
 * @param file the segment that holds {@code from}
 * @param position of {@code from} in that file, in bytes
 * @param reason what was found there
 * @param outcome what was done about it
 */
public record DamagedRange(long from, long to, Path file, int position, String reason, Outcome outcome) {
    /** What became of a range. */
    public enum Outcome {
        /** The log goes on behind it: it is covered by void records. */
        COVERED,
        /** One record with a damaged body: it is void now, but keeps its place in its queue. */
        MARKED,
        /** Nothing valid follows: the log ends before it. */
        CUT
    }

    /** Checks the range. */
    public DamagedRange {
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("damaged range is " + from + ".." + to);
        }
    }

    @Override
    public String toString() {
        String done = switch (outcome) {
            case COVERED -> "covered by void records";
            case MARKED -> "the record is void and keeps its place in its queue";
            case CUT -> "the log ends here";
        };
        return "%d bytes at %d of %s (log offset %d): %s; %s"
                .formatted(to - from, position, file.getFileName(), from, reason, done);
    }
}
