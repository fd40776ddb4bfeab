/**
 * What of a log's bytes can be believed: whole records, and where the log goes on behind damage.
 *
 * <p>Only reads, and knows the log as {@link org.apogeemq.store.trust.LogBytes} alone, so that opening a store and
 * checking one come to the same result. What becomes of damage is decided by who asks.
 */
package org.apogeemq.store.trust;
