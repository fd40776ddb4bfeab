package org.apogeemq.broker.filter;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import org.apogeemq.filter.Filter;

/**
 * What one expression says of the messages of one queue, as far as somebody has asked: two bits a message. A message
 * never changes, so what was found once holds; what is forgotten is found again. Thread-safe, without a lock to read.
 */
public final class Outcomes {
    /** Messages of a block, which is remembered and forgotten as a whole. */
    static final int BLOCK_MESSAGES = 8_192;

    private static final int WORD_MESSAGES = 32;
    private static final long FAILS = 1;
    private static final long PASSES = 2;
    private static final long LOW_BITS = 0x5555_5555_5555_5555L;
    private static final VarHandle WORDS = MethodHandles.arrayElementVarHandle(long[].class);

    private final Filter filter;
    private final OutcomeMemory memory;
    private final ConcurrentHashMap<Long, Block> blocks = new ConcurrentHashMap<>();
    // The one used last; any thread's.
    private Block recent;
    private volatile long askedMillis;

    /** Some messages that follow one another. */
    static final class Block {
        final Outcomes owner;
        private final long number;
        private final long[] words = new long[BLOCK_MESSAGES / WORD_MESSAGES];
        /** Since it was last looked at for room. Set without a lock: it matters little if that is seen late. */
        boolean used;

        Block(Outcomes owner, long number) {
            this.owner = owner;
            this.number = number;
        }

        void forget() {
            owner.blocks.remove(number, this);
        }
    }

    Outcomes(Filter filter, OutcomeMemory memory) {
        this.filter = filter;
        this.memory = memory;
    }

    /** The expression. */
    public Filter filter() {
        return filter;
    }

    /** Whether the message is known to pass. */
    // hot
    public boolean passes(long queueOffset) {
        return state(queueOffset) == PASSES;
    }

    /** Whether the message is known not to pass. */
    // hot
    public boolean fails(long queueOffset) {
        return state(queueOffset) == FAILS;
    }

    private long state(long queueOffset) {
        Block block = block(queueOffset / BLOCK_MESSAGES);
        return block == null ? 0 : word(block, queueOffset) >>> shift(queueOffset) & (FAILS | PASSES);
    }

    /** The first queue offset in {@code [from, to)} whose message is not known to fail; {@code to} if there is none. */
    // hot
    public long candidate(long from, long to) {
        return first(from, to, false);
    }

    /** The first queue offset in {@code [from, to)} of whose message nothing is known; {@code to} if there is none. */
    public long unknown(long from, long to) {
        return first(from, to, true);
    }

    private long first(long from, long to, boolean unknown) {
        long at = from;
        while (at < to) {
            Block block = block(at / BLOCK_MESSAGES);
            if (block == null) {
                return at;
            }
            long word = word(block, at);
            long wanted = (unknown ? ~(word | word >>> 1) : ~word | word >>> 1) & LOW_BITS & -1L << shift(at);
            if (wanted != 0) {
                return Math.min(to, at - at % WORD_MESSAGES + Long.numberOfTrailingZeros(wanted) / 2);
            }
            at += WORD_MESSAGES - at % WORD_MESSAGES;
        }
        return to;
    }

    /** Notes what was found of {@code messages} messages from {@code queueOffset} on. */
    // hot
    public void note(long queueOffset, int messages, boolean passes) {
        for (long at = queueOffset; at < queueOffset + messages; at++) {
            Block block = block(at / BLOCK_MESSAGES);
            if (block == null) {
                block = begin(at / BLOCK_MESSAGES);
            }
            int index = (int) (at % BLOCK_MESSAGES / WORD_MESSAGES);
            WORDS.getAndBitwiseOr(block.words, index, (passes ? PASSES : FAILS) << shift(at));
        }
    }

    private Block begin(long number) {
        Block begun = new Block(this, number);
        Block present = blocks.putIfAbsent(number, begun);
        if (present != null) {
            return present;
        }
        recent = begun;
        memory.add(begun);
        return begun;
    }

    // hot
    private Block block(long number) {
        Block block = recent;
        if (block == null || block.number != number) {
            block = blocks.get(number);
            if (block == null) {
                return null;
            }
            recent = block;
        }
        block.used = true;
        return block;
    }

    private static long word(Block block, long queueOffset) {
        return (long) WORDS.getOpaque(block.words, (int) (queueOffset % BLOCK_MESSAGES / WORD_MESSAGES));
    }

    private static int shift(long queueOffset) {
        return (int) (queueOffset % WORD_MESSAGES) * 2;
    }

    /** Somebody pulls with this expression. */
    void asked(long nowMillis) {
        askedMillis = nowMillis;
    }

    long askedMillis() {
        return askedMillis;
    }

    /** What is remembered now. */
    Collection<Block> blocks() {
        return blocks.values();
    }
}
