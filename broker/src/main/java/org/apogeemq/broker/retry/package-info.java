/**
 * What a group could not consume: stored again in the group's retry topic after a delay, and among its dead letters
 * when that has happened too often.
 *
 * <p>Owns nothing: messages wait in {@code delay}. Start at {@code SendBack}.
 */
package org.apogeemq.broker.retry;
