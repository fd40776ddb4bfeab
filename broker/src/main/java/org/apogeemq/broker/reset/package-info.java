/**
 * Moves groups by order of an administrator: to a time, to an offset, to where another group is.
 *
 * <p>Owns nothing: what a group's offset is, and which clients do not know it yet, is in {@code offset}. Here it is
 * decided where to go, and clients that are at work are told. Start at {@code Resets}.
 */
package org.apogeemq.broker.reset;
