/**
 * Opening a store: lock, checkpoint, and finding the end of the log after a stop or a crash.
 *
 * <p>Runs before anyone else may touch the store, on the opening thread. Uses the same paths to queues
 * and views as the running log. Start at {@link org.apogeemq.store.open.Recovery}.
 */
package org.apogeemq.store.open;
