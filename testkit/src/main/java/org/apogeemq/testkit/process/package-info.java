/**
 * The packaged program as a real process, for tests that start, kill and restart it.
 *
 * <p>Owns child processes and the captured end of their output, free ports, and data folders under the
 * module's build folder. Nothing here knows what the program does beyond its command line and its ready
 * line. Start at {@link org.apogeemq.testkit.process.ApogeeProcess}.
 */
package org.apogeemq.testkit.process;
