package org.apogeemq.store.compact;

import java.io.IOException;

/** A compacted file that cannot be used at all. */
final class DamagedFileException extends IOException {
    private static final long serialVersionUID = 1;

    DamagedFileException(String message) {
        super(message);
    }
}
