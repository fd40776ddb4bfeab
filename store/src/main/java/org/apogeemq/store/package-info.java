/**
 * The log of a broker and everything derived from it, on disk and in memory.
 *
 * <p>{@link org.apogeemq.store.Store} puts the rooms together and is what users open and close; settings
 * come in {@link org.apogeemq.store.StoreConfig}. The rooms below do not know this one. What a message
 * means (topics, groups, delays, transactions) stays out.
 */
package org.apogeemq.store;
