package org.apogeemq.conformance.apache;

/** How the data folders of these tests are laid out: files so small that there are several of each kind. */
final class Folder {
    static final int SEGMENT_BYTES = 256 << 10;
    static final int QUEUE_FILE_BYTES = 1_000;
    static final int BATCH_QUEUE_FILE_BYTES = 46 * 20;

    private Folder() {}
}
