/**
 * The servers that are compared, each started as child processes on ports and in a data folder of its own.
 *
 * <p>A {@link org.apogeemq.bench.peers.Peer} knows how to start one kind of server; what comes back is a
 * {@link org.apogeemq.bench.peers.RunningServer}, owned and closed by whoever started it. No class of a peer is ever
 * loaded into the bench itself. Load does not belong here.
 */
package org.apogeemq.bench.peers;
