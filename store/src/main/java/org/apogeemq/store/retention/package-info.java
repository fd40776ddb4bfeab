/**
 * What of the log is deleted, and when: by age, by the usage of the disk, by size.
 *
 * <p>Decides; the log's owner, the queues and the key index do it. Start at
 * {@link org.apogeemq.store.retention.Retention}.
 */
package org.apogeemq.store.retention;
