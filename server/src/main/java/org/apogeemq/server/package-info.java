/**
 * The program: where it begins.
 *
 * <p>Owns the entry point only. What a user may set is in {@code settings}, the commands in {@code command}, how the
 * parts are built and closed in {@code wiring}, log files in {@code logs}, what concerns the operating system's
 * process in {@code process}. Nothing here knows about messages. Start at {@code Main}.
 */
package org.apogeemq.server;
