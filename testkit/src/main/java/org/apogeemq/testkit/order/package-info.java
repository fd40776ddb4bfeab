/**
 * Whether consumers in processes of their own worked in order: what each of them did when, and what must not be.
 *
 * <p>Knows nothing of clients: a program of a test's own consumes and writes a {@link
 * org.apogeemq.testkit.order.WorkLog}. Start at {@code Worker}, then {@code OrderCheck}.
 */
package org.apogeemq.testkit.order;
