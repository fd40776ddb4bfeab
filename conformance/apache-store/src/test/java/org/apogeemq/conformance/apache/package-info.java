/**
 * Data folders that go from Apache's broker to Apogee and back, with both as processes.
 *
 * <p>Owns the processes of Apache's broker and the comparison of all messages. Start at
 * {@link org.apogeemq.conformance.apache.TakeOverTest}.
 */
package org.apogeemq.conformance.apache;
