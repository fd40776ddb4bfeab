/**
 * What administrators want of a group's members while they run: their insides, how far they are, a message to try.
 *
 * <p>Owns nothing; asks the clients on their own connections and hands back what they say. Start at
 * {@code RunningClients}.
 */
package org.apogeemq.broker.running;
