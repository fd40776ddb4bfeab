/**
 * Where log lines go: warnings to the console, everything to a file of bounded size in the data folder.
 *
 * <p>The only room that knows Logback, which is set up in code because reading its XML costs start-up time. Start at
 * {@code Logs}.
 */
package org.apogeemq.server.logs;
