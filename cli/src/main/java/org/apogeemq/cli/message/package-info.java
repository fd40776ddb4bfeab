/**
 * Commands about messages: send, watch, find, look at, and send dead letters again.
 *
 * <p>They speak the protocol through {@code reach}, as any client does, read beside all groups, and own nothing.
 * Start at {@code SendCommand} and {@code TailCommand}, then {@code MessageShowCommand} and {@code DeadResendCommand}.
 */
package org.apogeemq.cli.message;
