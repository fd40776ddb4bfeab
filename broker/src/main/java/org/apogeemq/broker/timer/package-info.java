/**
 * Messages for a time of their own: which are taken, where they wait, how they are delivered or recalled.
 *
 * <p>Owns the system topic of waiting messages and how far their delivery is. Delay levels are the room {@code delay}.
 * Start at {@link org.apogeemq.broker.timer.TimerRules} for what comes in, and at
 * {@link org.apogeemq.broker.timer.Timers} for what goes out.
 */
package org.apogeemq.broker.timer;
