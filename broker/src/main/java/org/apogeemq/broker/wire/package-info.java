/**
 * The remoting adapter: request codes to rooms, headers to domain types, outcomes to result codes.
 *
 * <p>The only room that knows connections and frames. It holds no rule of its own; what a request means is decided by
 * the room it is handed to. One {@code LoopHandler} per event loop, confined to it. Start at {@code LoopHandler} for
 * the hot requests, at {@code Routes} for all others.
 */
package org.apogeemq.broker.wire;
