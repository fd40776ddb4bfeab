/**
 * Makes the JVM's start-up cache when the program is packaged: runs it once, sends and receives, lets the JVM write
 * down what it loaded and compiled.
 *
 * <p>Used by the build only. Nothing of the running program may depend on this room. Start at {@code MakeCache}.
 */
package org.apogeemq.server.training;
