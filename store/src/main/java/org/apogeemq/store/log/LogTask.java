package org.apogeemq.store.log;

/** Something the log's owner is to do, in the order of submission. Linked by itself: submitting allocates nothing. */
abstract class LogTask {
    /** The one submitted before. Belongs to {@link Inbox} from submission until {@link #run}. */
    LogTask next;

    /** Runs on the owner. Must not throw. */
    abstract void run(LogWriter writer);
}
