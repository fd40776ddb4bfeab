/**
 * Commands of the remoting protocol: frames, headers in their JSON and binary forms, request and response codes.
 *
 * <p>{@link org.apogeemq.protocol.command.HeaderView} reads a header where it lies (hot requests),
 * {@link org.apogeemq.protocol.command.RemotingCommand} is the same as a value (everything else). No sockets, no
 * threads, no meaning of any code. Source of the formats: docs/formats.md, "Frame".
 */
package org.apogeemq.protocol.command;
