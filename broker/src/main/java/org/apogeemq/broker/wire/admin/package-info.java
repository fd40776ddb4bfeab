/**
 * Requests of administrators about the broker as a whole, as the table of routes takes them.
 *
 * <p>Translates only: what the answers say is known by the rooms. Requests about topics, groups, offsets and messages
 * are in the package above, whoever sends them.
 */
package org.apogeemq.broker.wire.admin;
