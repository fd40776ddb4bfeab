/**
 * Where time comes from: the only room that reads the system's clocks and starts timers.
 *
 * <p>Everything else takes a {@link org.apogeemq.time.Clock} and a {@link org.apogeemq.time.Scheduler} in its
 * constructor, so that a test can move days in a millisecond. Random numbers come from here too
 * ({@link org.apogeemq.time.Entropy}). Nothing about messages belongs here.
 */
package org.apogeemq.time;
