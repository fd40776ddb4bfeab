/**
 * Apache's unmodified clients at work: senders of every kind, a group that reads and tells how far it is, a reader of
 * everything.
 *
 * <p>They go on while the broker is gone, as programs do, and write down in a {@code History} what they were told.
 * Start at {@code Load}.
 */
package org.apogeemq.chaos.load;
