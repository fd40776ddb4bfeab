/**
 * Apache's {@code mqadmin} against Apogee, and brokers with several name servers.
 *
 * <p>Calls the tool's own entry point in this process and reads what it prints, as an operator would. Start at
 * {@code Mqadmin}.
 */
package org.apogeemq.conformance.tools;
