/**
 * What a store costs by its number of queues: opening, appending, memory, stopping. Owns nothing but a folder that it
 * deletes. Start at {@link org.apogeemq.bench.queues.ManyQueues}.
 */
package org.apogeemq.bench.queues;
