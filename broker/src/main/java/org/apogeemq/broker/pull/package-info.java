/**
 * Pulling: which messages a consumer gets from a queue, and waiting for those that are not there yet.
 *
 * <p>{@code Pull} holds the rules and is shared; a {@code PullLane} belongs to one event loop and owns the pulls that
 * wait there. A queue tells {@code QueueWaiters} what arrived. Owns no durable state; nothing here knows frames or
 * connections. Start at {@code PullLane}.
 */
package org.apogeemq.broker.pull;
