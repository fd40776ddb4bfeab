/**
 * A second opinion on the wire: frames built and read without our own codec, and a raw socket that also sends
 * what no good client would.
 *
 * <p>Owns nothing but sockets that tests open. Nothing of the modules under test may be imported here. Start
 * at {@link org.apogeemq.testkit.wire.WireClient}.
 */
package org.apogeemq.testkit.wire;
