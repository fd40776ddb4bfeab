/**
 * Threads of the store that sleep until there is something to do.
 *
 * <p>Knows nothing of what is done.
 */
package org.apogeemq.store.work;
