/**
 * Load, made with Apache's unmodified {@code rocketmq-client} and the same settings for every server.
 *
 * <p>Each class is one way to load a server and returns what the client saw: how many, how long, how late. What the
 * server used meanwhile is measured elsewhere. All clients come from {@link org.apogeemq.bench.load.Clients} and are
 * closed by the load that opened them. This is an instrument: it reads {@link java.lang.System#nanoTime} itself.
 */
package org.apogeemq.bench.load;
