/**
 * Answers to requests that went as messages: passed on to the client that waits for one, if it is connected here.
 *
 * <p>Owns nothing but the number of replies under way. What is stored of a reply goes the way of every send; who is
 * connected is known by {@code group}. Start at {@code Replies}.
 */
package org.apogeemq.broker.reply;
