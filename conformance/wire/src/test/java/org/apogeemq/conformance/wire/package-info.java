/**
 * Peers that misbehave: broken frames, unknown requests, readers that do not read, connections by the thousand.
 *
 * <p>Plays them with raw sockets, and watches through Apache's client that others do not notice. Also holds what
 * needs a network of its own: addresses announced to clients in other network namespaces.
 */
package org.apogeemq.conformance.wire;
