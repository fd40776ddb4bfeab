/**
 * Data folders that Apache's broker has written, or is to go on with.
 *
 * <p>Owns how its settings files are read and written, and what is found in a folder before it is changed. What stands
 * in the files is the business of those who own the tables; log, queues and checkpoint are read by {@code open}.
 * Start at {@link org.apogeemq.store.apache.ConfigFile}.
 */
package org.apogeemq.store.apache;
