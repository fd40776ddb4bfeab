/**
 * Taking over a data folder of Apache's broker, and giving it back: its settings files and our tables.
 *
 * <p>Owns the comparison of both and what is said of it. The tables stay with their rooms, which write what is taken
 * over to the log. Start at {@code ApacheTables}.
 */
package org.apogeemq.broker.apache;
