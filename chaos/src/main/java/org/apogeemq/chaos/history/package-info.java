/**
 * What was sent, what was acknowledged, what was read, and whether the two agree.
 *
 * <p>Knows no client and no server: senders and readers write a {@code History} down, and {@code Checker} judges it, so
 * that its own tests can show that it finds what it must. Start at {@code Checker}.
 */
package org.apogeemq.chaos.history;
