package org.apogeemq.remoting;

/** An event loop, as its handler sees it. Thread-safe. */
public interface LoopContext {
    /** Runs {@code task} on this event loop, soon; never within this call. */
    void execute(Runnable task);

    /** True on this loop's thread. */
    boolean isOnLoop();

    /** Index among the loops, from 0. */
    int index();
}
