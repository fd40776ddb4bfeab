/**
 * How much goes in and out, by topic, queue and group, over the last minute, hour and day.
 *
 * <p>Event loops count into tallies of their own, without sharing anything; once a second what a loop has counted goes
 * into the series. Owns the series, in memory only: a restart begins at nothing. A series that was idle for as long as
 * it looks back is forgotten, so topics nobody uses cost nothing. Start at {@code Statistics}.
 */
package org.apogeemq.broker.stats;
