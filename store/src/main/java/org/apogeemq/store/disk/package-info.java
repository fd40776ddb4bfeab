/**
 * The door to files: {@link org.apogeemq.store.disk.Disk}, its real form, and the errors callers tell apart.
 *
 * <p>Nothing about records or queues belongs here. Tests put a disk behind this door that loses what was
 * not forced, is full, or fails.
 */
package org.apogeemq.store.disk;
