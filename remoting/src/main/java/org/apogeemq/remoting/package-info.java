/**
 * Connections of the remoting protocol: cuts frames, hands over requests, sends answers, calls the other side.
 *
 * <p>Owns sockets, event loops and their buffers; each connection belongs to one event loop. Knows commands only as
 * headers and bodies: what a code means is the {@link org.apogeemq.remoting.CommandHandler}'s business. Back-pressure,
 * idle and malformed connections are dealt with here. Start at {@link org.apogeemq.remoting.RemotingServer}, then
 * {@code FrameCutter} (in), {@code Outgoing} (out) and {@code Loop} (the passes of an event loop).
 */
package org.apogeemq.remoting;
