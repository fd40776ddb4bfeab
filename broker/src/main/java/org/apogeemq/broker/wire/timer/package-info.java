/**
 * Requests about messages that wait for their time.
 *
 * <p>Translates only; the rules are in {@link org.apogeemq.broker.timer}. Start at
 * {@link org.apogeemq.broker.wire.timer.RecallRoutes}.
 */
package org.apogeemq.broker.wire.timer;
