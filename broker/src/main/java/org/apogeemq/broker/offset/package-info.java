/**
 * How far each group has come in each queue.
 *
 * <p>Owns the offsets: a view of the log, changed in memory at once and written to the log once a second, all that
 * changed in one record. Anyone may commit; what a commit may say (does the group exist, the topic) is checked before.
 * Start at {@code Offsets}.
 */
package org.apogeemq.broker.offset;
