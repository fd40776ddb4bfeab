/**
 * The commit log: one file of records in segments, one writer at a time, read by anyone.
 *
 * <p>Owns positions, segments, flushing and the parked acknowledgements. Whoever finds the log idle when
 * submitting owns it until the inbox is empty. What records mean stays out, but for their queue entry.
 * Start at {@link org.apogeemq.store.log.Draft}, then {@link org.apogeemq.store.log.LogWriter}.
 */
package org.apogeemq.store.log;
