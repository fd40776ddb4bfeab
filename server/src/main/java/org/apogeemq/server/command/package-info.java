/**
 * The commands that run or describe a server: their options, their help, their exit codes.
 *
 * <p>They turn what a user wrote into settings, hand these to {@code wiring} and print the outcome. They own no state
 * of the running parts. Start at {@code Apogee}, then {@code UpCommand}.
 */
package org.apogeemq.server.command;
