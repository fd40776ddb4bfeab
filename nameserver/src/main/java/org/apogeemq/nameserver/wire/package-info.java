/**
 * The requests of the name server: code to answer, rules about how routes are shown, and who may wait for the disk.
 *
 * <p>Questions are answered on the event loop; what changes something runs on one thread, the {@code Clerk}'s, in the
 * order of arrival. Holds no state of its own but cached answers and the rules in force. Start at {@code Requests}.
 */
package org.apogeemq.nameserver.wire;
