/**
 * Looking things up for people and tools: a message by its place in the log, what lies in a topic, how far a group is.
 *
 * <p>Owns nothing and changes nothing. May read old parts of the log, so nothing here runs on an event loop. Start at
 * {@code StoredMessages}.
 */
package org.apogeemq.broker.query;
