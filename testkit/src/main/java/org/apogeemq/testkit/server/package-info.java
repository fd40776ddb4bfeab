/**
 * A running server handed to tests: one for all tests of a module, or one a test starts for itself.
 *
 * <p>Owns the shared Apogee of a test run. Talks to it only through raw frames, so that it serves with any
 * client and any server of this protocol. Start at {@link org.apogeemq.testkit.server.SharedServer}.
 */
package org.apogeemq.testkit.server;
