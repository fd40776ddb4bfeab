/**
 * The last value of each key of compaction topics, once the log no longer has them: copies of records in files of each
 * queue, found by queue offset and by log offset.
 *
 * <p>Owns these files and what leaves them; knows neither log nor queues. Written by the background thread, read by
 * anyone. When records come here is decided by {@link org.apogeemq.store.retention.SpaceKeeper}. Start at
 * {@link org.apogeemq.store.compact.CompactedQueue}, then {@link org.apogeemq.store.compact.Fold}.
 */
package org.apogeemq.store.compact;
