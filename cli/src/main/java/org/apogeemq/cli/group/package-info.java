/**
 * Commands about consumer groups: their settings, how far they are, who is in them, and putting them elsewhere.
 *
 * <p>A group is what its brokers say together: each knows its own settings, offsets and connections. Owns nothing.
 * Start at {@code GroupLagCommand}, then {@code Groups}.
 */
package org.apogeemq.cli.group;
