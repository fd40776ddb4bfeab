package org.apogeemq.store.disk;

/** What can fail on a {@link FaultyDisk}, and is counted. */
public enum Operation {
    OPEN,
    READ,
    WRITE,
    RESIZE,
    MAP,
    FORCE,
    DELETE,
    DELETE_TREE,
    RENAME,
    CREATE_FOLDERS,
    FORCE_FOLDER,
    LIST
}
