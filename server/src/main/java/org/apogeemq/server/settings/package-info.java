/**
 * What a user may set: one table of keys with Apache's names, the readers of files and options, the values in force.
 *
 * <p>Owns the meaning, default and range of every key. A key that is not in the table is refused with the nearest one;
 * a key that asks for what is not offered is accepted with a notice, or refused where ignoring it would be unsafe.
 * Nothing here opens files of data or sockets. Start at {@code SettingsTable}, then {@code Settings}.
 */
package org.apogeemq.server.settings;
