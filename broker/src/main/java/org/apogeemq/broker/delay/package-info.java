/**
 * Delay levels: where messages wait, how far delivery is, and delivery by a timer (decision 0018).
 *
 * <p>Owns how far each level is, which is kept in the log and given back to Apache's broker. Start at
 * {@code DelayLevels}, where messages come in, and at {@code Delivery}, where they go on.
 */
package org.apogeemq.broker.delay;
