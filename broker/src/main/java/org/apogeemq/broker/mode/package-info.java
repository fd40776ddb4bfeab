/**
 * How groups get the messages of a topic, and which queues a member has if the broker is asked to share them.
 *
 * <p>Owns the modes: a view of the log. Who the members of a group are is known in {@code group}; where the queues of
 * other brokers are, the name servers know. Start at {@code Assignments}.
 */
package org.apogeemq.broker.mode;
