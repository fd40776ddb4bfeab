package org.apogeemq.store.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The only way to files, so that a test can stand behind it. Thread-safe. What was written is readable at once, and
 * durable after {@link DiskFile#force}; names of files are durable after {@link #forceFolder}.
 */
public interface Disk {
    /** Opens a file for reading and writing; creates it with length 0. Its folder exists. */
    DiskFile open(Path file) throws IOException;

    /** Opens a file that is there; changing it fails. */
    DiskFile openForReading(Path file) throws IOException;

    /** Whether there is a file or folder. */
    boolean exists(Path path);

    /** Length of a file in bytes, without opening it; -1 if there is none, or a folder in its place. */
    long size(Path file) throws IOException;

    /** Names in a folder, sorted; none if there is no such folder. */
    List<String> list(Path folder) throws IOException;

    /** Creates a folder and those above it where they are missing. */
    void createFolders(Path folder) throws IOException;

    /** Deletes a file or an empty folder; nothing happens if there is none. */
    void delete(Path file) throws IOException;

    /** Deletes a folder with all that is in it; nothing happens if there is none. */
    void deleteTree(Path folder) throws IOException;

    /** Renames a file within its folder, replacing one that has the new name, in one step. */
    void rename(Path from, Path to) throws IOException;

    /** Makes the names in a folder durable. */
    void forceFolder(Path folder) throws IOException;

    /** Bytes that can still be written where {@code folder} lies. */
    long freeBytes(Path folder) throws IOException;

    /** How full the file system is on which {@code folder} lies. */
    DiskUsage usage(Path folder) throws IOException;

    /** When a file was written last, in ms of the wall clock; {@code Long.MAX_VALUE} if that is not known. */
    long modifiedMillis(Path file) throws IOException;

    /** A name for the time since the machine was started; empty if it is not known. */
    String bootId();

    /**
     * Locks a file that is there against processes that want it for themselves, without changing it, until the result
     * is closed; {@code null} if one of them has it.
     */
    Closeable lockForReading(Path file) throws IOException;

    /** Locks a file against other processes until the result is closed; {@code null} if another one has it. */
    Closeable lock(Path file) throws IOException;
}
