package org.apogeemq.store.log;

/** What became of a record that was handed to the log. */
public enum Outcome {
    /** It is in the log, as durable as was asked for. */
    STORED,
    /** It is in the log, but was not on disk when the time for waiting was over; it may still get there. */
    FLUSH_TIMEOUT,
    /** Not stored: the disk has no space left. */
    DISK_FULL,
    /** Not stored, or not known to be durable: the disk reported an error. */
    WRITE_FAILED,
    /** Not stored: the store is closed. */
    CLOSED,
    /** Not stored: the record, or the batch it belongs to, is longer than a segment of the log. */
    TOO_LARGE
}
