/**
 * {@code bin/chaos}: what Apogee promises, tried on the packaged program while it is killed.
 *
 * <p>Part of the tests; nothing of the program uses it. Start at {@code Chaos}, then
 * {@link org.apogeemq.chaos.kill.KillRun}.
 */
package org.apogeemq.chaos;
