package org.apogeemq.store.check;

import java.nio.file.Path;

/**
 * Something that is not as it was written.
 *
 * @param file where
 * @param position in bytes from the begin of the file
 * @param length in bytes; 0 if what is missing has no place
 * @param reason what was found
 * @param outcome what opening the store would do about it
 */
public record Finding(Path file, long position, long length, String reason, String outcome) {
    /** Checks the place. */
    public Finding {
        if (position < 0 || length < 0) {
            throw new IllegalArgumentException("finding at " + position + " of length " + length + " in " + file);
        }
    }
}
