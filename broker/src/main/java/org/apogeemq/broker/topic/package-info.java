/**
 * Which topics there are and how they are set: queues, permission, attributes.
 *
 * <p>Owns the topic table, a view of the log, and the topics every broker has from the start. Creates topics on demand
 * from their template. Who may send to a topic is decided by {@code send}; name servers are told by {@code role}.
 * Start at {@code Topics}.
 */
package org.apogeemq.broker.topic;
