/**
 * The program as a process that is killed again and again, and what is checked in between.
 *
 * <p>A run goes through several stores, each with settings of its own; a store lives through many rounds, each a start
 * and an end of the process. Everything that is drawn by lot comes from one seed ({@code Plan}); what the machine makes
 * of it does not repeat to the microsecond. Start at {@code KillRun}.
 */
package org.apogeemq.chaos.kill;
