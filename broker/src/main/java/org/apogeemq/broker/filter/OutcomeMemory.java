package org.apogeemq.broker.filter;

import java.util.LinkedHashSet;
import java.util.SequencedSet;
import org.apogeemq.broker.filter.Outcomes.Block;

/**
 * Bounds what all {@link Outcomes} together remember: what was not used for longest goes first. Thread-safe; the lock
 * is held while something is put in or out.
 */
public final class OutcomeMemory {
    /** Of a block, with what it takes to find it. */
    static final int BLOCK_BYTES = Outcomes.BLOCK_MESSAGES / 4 + 256;

    private static final long BYTES_MAX = 64L << 20;
    private static final int SHARE_OF_HEAP = 16;

    /** Characters of all expressions, each counted with what it takes to keep it. */
    private static final int CHARACTERS_MAX = 1 << 21;

    private static final int CHARACTERS_OF_ANY = 512;

    private final int blocksMax;
    // In the order in which they are looked at when room is needed. Guarded by this.
    private final SequencedSet<Block> blocks = new LinkedHashSet<>();
    private int characters;
    private boolean tight;

    /** @param bytesMax most that is taken, at least one block's */
    public OutcomeMemory(long bytesMax) {
        if (bytesMax < BLOCK_BYTES) {
            throw new IllegalArgumentException("bytesMax is " + bytesMax + ", must be " + BLOCK_BYTES + " or more");
        }
        blocksMax = (int) Math.min(Integer.MAX_VALUE, bytesMax / BLOCK_BYTES);
    }

    /** What suits a heap of {@code heapBytes}: a sixteenth of it, 64 MiB at most. */
    public static OutcomeMemory fitting(long heapBytes) {
        return new OutcomeMemory(Math.max(BLOCK_BYTES, Math.min(BYTES_MAX, heapBytes / SHARE_OF_HEAP)));
    }

    /**
     * Whether there is room for another expression of so many characters of one queue; {@link #remove} frees it.
     *
     * @param queueHasRoom whether the queue itself would take one more
     */
    synchronized boolean begin(int length, boolean queueHasRoom) {
        boolean fits = queueHasRoom && characters + length + CHARACTERS_OF_ANY <= CHARACTERS_MAX;
        characters += fits ? length + CHARACTERS_OF_ANY : 0;
        tight |= !fits;
        return fits;
    }

    /** Whether an expression has found no room since this was asked last: those not in use had better go. */
    public synchronized boolean wasTight() {
        boolean was = tight;
        tight = false;
        return was;
    }

    synchronized void add(Block block) {
        while (blocks.size() >= blocksMax) {
            Block oldest = blocks.removeFirst();
            if (oldest.used) {
                oldest.used = false; // once more around; then it goes
                blocks.addLast(oldest);
            } else {
                oldest.forget();
            }
        }
        blocks.addLast(block);
    }

    synchronized void remove(Outcomes outcomes) {
        characters -= outcomes.filter().expression().length() + CHARACTERS_OF_ANY;
        for (Block block : outcomes.blocks()) {
            blocks.remove(block);
            block.forget();
        }
    }

    /** Number of blocks remembered. */
    public synchronized int size() {
        return blocks.size();
    }
}
