/**
 * Looking things up for people and tools: messages by their place in the log or by key, what lies in a topic, how far
 * a group is.
 *
 * <p>Owns nothing and changes nothing. May read old parts of the log, so nothing here runs on an event loop. Start at
 * {@code StoredMessages} and {@code KeySearch}.
 */
package org.apogeemq.broker.query;
