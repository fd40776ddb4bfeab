/**
 * The name server: tells clients which brokers have which topic.
 *
 * <p>Start at {@link org.apogeemq.nameserver.NameServer}, which wires the rooms: {@code registry} (who is alive and has
 * what), {@code kv} (settings kept for clients and brokers) and {@code wire} (the requests). Nothing about messages
 * belongs here.
 */
package org.apogeemq.nameserver;
