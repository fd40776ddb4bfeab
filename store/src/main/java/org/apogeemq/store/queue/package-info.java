/**
 * Consume queues: for each queue of a topic, where in the log its messages lie, in order.
 *
 * <p>Owns the queue entries, in memory and in Apache's files; written by the log's owner, written behind
 * to files by the background thread, read by anyone. The log itself is known only as
 * {@link org.apogeemq.store.queue.FileQueues.StoreTimes}. Start at {@link org.apogeemq.store.queue.StoredQueue}.
 */
package org.apogeemq.store.queue;
