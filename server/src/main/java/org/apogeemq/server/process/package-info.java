/**
 * What the program knows of the operating system's process it runs in: its age, its start-up cache, its end.
 *
 * <p>The only room that reads system properties, ends the process or hears of signals. It knows nothing of queues.
 * Start at {@code StopSignal}.
 */
package org.apogeemq.server.process;
