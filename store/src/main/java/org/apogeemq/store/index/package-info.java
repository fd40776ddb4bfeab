/**
 * Finding messages by key: files in Apache's layout, made from the log behind the append.
 *
 * <p>Owns the files in {@code index/} and {@code apogee/index.position}. What a query answers its client is the
 * broker's business. Start at {@code KeyIndex}, then {@code IndexFollower}.
 */
package org.apogeemq.store.index;
