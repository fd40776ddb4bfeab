/**
 * Verifies a store that is not in use, without changing a byte: log, queue files, checkpoint, snapshots, key index,
 * settings. Reads Apache's stores too.
 *
 * <p>Knows the formats of the files, and shares with {@code open} what makes a record credible; opens nothing for
 * writing. Start at {@link org.apogeemq.store.check.StoreCheck}.
 */
package org.apogeemq.store.check;
