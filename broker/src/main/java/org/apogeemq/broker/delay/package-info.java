/**
 * Delayed messages: how far the delivery of each level is.
 *
 * <p>Owns the positions, which are kept in the log and given back to Apache's broker; nothing is delivered yet.
 * Start at {@code DelayOffsets}.
 */
package org.apogeemq.broker.delay;
