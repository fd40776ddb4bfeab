/**
 * Finding messages by key: files in Apache's layout, made from the log behind the append.
 *
 * <p>Owns the files in {@code index/}. What a query answers its client is the broker's business.
 */
package org.apogeemq.store.index;
