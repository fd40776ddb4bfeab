/**
 * Consumer groups: how they are set, who is online, what they subscribe to.
 *
 * <p>Owns the group table (a view of the log) and the members and producers online (memory only, from heartbeats; a
 * member is gone with its connection or after two minutes of silence). How far a group has come is in {@code offset}.
 * Start at {@code Heartbeats}, then {@code Members} and {@code Groups}.
 */
package org.apogeemq.broker.group;
