package org.apogeemq.store.queue;

import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Chunks that have been used and can be used again, so that appending allocates next to nothing. Confined to the log's
 * owner, as chunks are.
 *
 * <p>What a queue lets go of rests until the background thread begins its next round, because until then that thread
 * may be writing it to the table of queues. Readers are not waited for: they see when a chunk went while they copied
 * ({@link Units#copy}).
 */
final class ChunkPool {
    private static final long BYTES_MAX = 4 << 20;

    private final List<ArrayDeque<Chunk>> free = new ArrayList<>(); // by binary logarithm of the capacity
    private final List<Chunk> resting = new ArrayList<>();
    private final int unitBytes;
    private long bytes; // of all that is here

    /** @param unitBytes length of the units of all its chunks */
    ChunkPool(int unitBytes) {
        this.unitBytes = unitBytes;
        for (int i = 0; i <= log2(Chunk.UNITS_MAX); i++) {
            free.add(new ArrayDeque<>());
        }
    }

    /** A chunk for units from {@code base} on. {@code capacity} is a power of two. */
    Chunk take(long base, int capacity) {
        Chunk chunk = free.get(log2(capacity)).pollLast();
        if (chunk == null) {
            return new Chunk(base, capacity, unitBytes);
        }
        bytes -= chunk.bytes();
        VarHandle.storeStoreFence(); // who sees new units in it also sees that its old queue has let go of it
        chunk.base(base);
        return chunk;
    }

    /** Takes a chunk of which a queue has let go. */
    void rest(Chunk chunk) {
        if (Integer.bitCount(chunk.capacity()) == 1 && bytes + chunk.bytes() <= BYTES_MAX) {
            bytes += chunk.bytes();
            resting.add(chunk);
        }
    }

    /** Nothing of what has come so far is being written anywhere any more. */
    void release() {
        resting.forEach(chunk -> free.get(log2(chunk.capacity())).addLast(chunk));
        resting.clear();
    }

    private static int log2(int capacity) {
        return Integer.numberOfTrailingZeros(capacity);
    }
}
