/**
 * Commands that use a running queue from outside.
 *
 * <p>This room knows their names; they live in the rooms of what they are about. All of them speak the protocol, as
 * any client does, and own nothing but their connections. What starts or configures a server stays out. Start at
 * {@code Commands}.
 */
package org.apogeemq.cli;
