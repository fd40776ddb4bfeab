/**
 * Apache's clients, ready for use by a test: started with names of their own, and closed when the test ends.
 *
 * <p>Compiled into every conformance module, against that module's version of the client; so nothing here may
 * name a class that only one version has. Start at {@code Clients}.
 */
package org.apogeemq.conformance.clients;
