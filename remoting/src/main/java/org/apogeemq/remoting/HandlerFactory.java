package org.apogeemq.remoting;

/** Creates the handler of each event loop, once, before anything arrives. */
@FunctionalInterface
public interface HandlerFactory {
    /** A new handler for {@code loop}; called on the thread that starts the server or client. */
    CommandHandler create(LoopContext loop);
}
