package org.apogeemq.store.log;

/** A task for cold paths. Submitted again only after it has run. */
final class RunTask extends LogTask {
    private final Runnable action;

    RunTask(Runnable action) {
        this.action = action;
    }

    @Override
    void run(LogWriter writer) {
        action.run();
    }
}
