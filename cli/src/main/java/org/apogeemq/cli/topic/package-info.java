/**
 * Commands about topics: list, show, create, update, delete.
 *
 * <p>A topic is what its brokers say together: each holds its own settings and queues. Owns nothing. Start at
 * {@code TopicShowCommand}, then {@code Topics}.
 */
package org.apogeemq.cli.topic;
