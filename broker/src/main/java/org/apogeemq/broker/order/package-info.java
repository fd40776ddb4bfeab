/**
 * Queue locks of groups that consume in order: at any time one client of the group works on a queue.
 *
 * <p>Owns the locks, in memory only: after a restart clients lock again. A lock lives 60 seconds unless it is
 * renewed or the settings say something else.
 * What a client does with a locked queue is not known here. Start at {@code QueueLocks}.
 */
package org.apogeemq.broker.order;
