/**
 * How commands are written and read: arguments, options, help texts, the console.
 *
 * <p>Small and without reflection, because it stands in the way of every start (docs/decisions/0006). Owns no state of
 * a command. Start at {@code Grammar}, then {@code Command}.
 */
package org.apogeemq.cli.grammar;
