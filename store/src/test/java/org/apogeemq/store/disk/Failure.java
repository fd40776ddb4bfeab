package org.apogeemq.store.disk;

import java.io.IOException;

/**
 * How an operation of a {@link FaultyDisk} fails.
 *
 * @param kind what the caller sees
 * @param bytes of a write, how many are written before it fails, at most; {@link #HALF}: half of them
 */
public record Failure(Kind kind, int bytes) {
    /** For {@link #bytes}. */
    public static final int HALF = -1;

    /** What the caller of a failed operation sees. */
    public enum Kind {
        /** The disk failed: EIO. */
        IO_ERROR,
        /** No space left: ENOSPC. */
        NO_SPACE,
        /** The machine stopped here: this operation and all that follow throw, until a power cut was chosen. */
        POWER_CUT
    }

    /** The disk fails; of a write nothing is written. */
    public static Failure ioError() {
        return new Failure(Kind.IO_ERROR, 0);
    }

    /** There is no space; of a write nothing is written. */
    public static Failure noSpace() {
        return new Failure(Kind.NO_SPACE, 0);
    }

    /** The machine stops; of a write nothing is written. */
    public static Failure powerCut() {
        return new Failure(Kind.POWER_CUT, 0);
    }

    /** The same, for a write of which the first bytes are written. */
    public Failure after(int bytes) {
        return new Failure(kind, bytes);
    }

    /** How many of {@code wanted} bytes are written. */
    int written(int wanted) {
        return bytes == HALF ? wanted / 2 : Math.min(bytes, wanted);
    }

    IOException exception() {
        return switch (kind) {
            case IO_ERROR -> new IOException("input/output error");
            case NO_SPACE -> new DiskFullException("no space left", null);
            case POWER_CUT -> new IOException("the disk has crashed");
        };
    }
}
