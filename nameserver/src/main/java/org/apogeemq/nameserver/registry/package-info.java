/**
 * Who is alive and has which topic: clusters, brokers, and the queues of every topic on every broker.
 *
 * <p>{@link org.apogeemq.nameserver.registry.RouteTable} owns the state, in memory only: brokers register again within
 * half a minute. One lock, never held over I/O; what it hands out is immutable. Knows nothing of connections but their
 * identity, and reads time only as an argument.
 */
package org.apogeemq.nameserver.registry;
