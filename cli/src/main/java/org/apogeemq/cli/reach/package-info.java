/**
 * How a command reaches a queue: its name servers, their routes, its brokers.
 *
 * <p>Owns the connections of one command. Knows requests and answers, but not what they are shown as; that is
 * {@code screen}. What starts or configures a server stays out. Start at {@code Session}, then {@code Remote}.
 */
package org.apogeemq.cli.reach;
