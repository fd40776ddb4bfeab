/**
 * Commands that use a running queue from outside: {@code send} and {@code tail}.
 *
 * <p>They speak the protocol through {@code RemotingClient}, as any client does, and own nothing but their
 * connections. What starts or configures a server stays out. Start at {@code SendCommand} and {@code TailCommand}.
 */
package org.apogeemq.cli;
