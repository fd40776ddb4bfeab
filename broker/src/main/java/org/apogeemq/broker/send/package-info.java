/**
 * Sending: what a message must satisfy, where it goes, and its way into the log.
 *
 * <p>{@code Send} holds the rules and is shared; a {@code SendLane} belongs to one event loop, lays records into its
 * drafts and hands them to the log once a pass. Owns no durable state. Nothing here knows frames or connections;
 * answers go through {@code SendAnswers}. Start at {@code SendLane}.
 */
package org.apogeemq.broker.send;
