/**
 * When stored messages are due: an index of pending timers on disk, made from the log and made again from it if need
 * be.
 *
 * <p>Owns the files in {@code apogee/timers}. Knows neither log nor queues nor topics: entries come in and leave in the
 * order of their keys. What a key means is its user's business. Start at {@link org.apogeemq.store.timer.TimerIndex}.
 */
package org.apogeemq.store.timer;
