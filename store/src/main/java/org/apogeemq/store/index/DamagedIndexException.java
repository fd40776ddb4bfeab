package org.apogeemq.store.index;

import java.io.IOException;

/** An index file holds what cannot be: the index has to be made again. */
final class DamagedIndexException extends IOException {
    private static final long serialVersionUID = 1;

    DamagedIndexException(String message) {
        super(message);
    }
}
