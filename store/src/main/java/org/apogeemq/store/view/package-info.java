/**
 * State that lives as records in the log: changes on an internal topic, snapshots in files beside it.
 *
 * <p>Owns the form of change records and of snapshot files. What a view holds is its owner's business.
 * Start at {@link org.apogeemq.store.view.View}.
 */
package org.apogeemq.store.view;
