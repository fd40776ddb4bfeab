/**
 * What a program with Apache's client may rely on, told as scenarios that every client version runs.
 *
 * <p>Compiled once against each version, so nothing here may name a class that only one of them has. The
 * scenarios describe the protocol, not Apogee: with {@code -Dconformance.nameserver=host:port} they run against
 * any server. Each scenario has topics and groups of its own and may run beside others.
 */
package org.apogeemq.conformance;
