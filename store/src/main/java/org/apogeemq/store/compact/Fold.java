package org.apogeemq.store.compact;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Makes one part of several that follow one another: of each key only the newest record stays. If that is a tombstone
 * it goes too, but not while older records of its key may lie before the first part, and not while it is young: who
 * has read an older record just now must meet it.
 *
 * <p>Keys are looked at from the newest record to the oldest. When there may be more of them than fit into memory, that
 * is done several times, each time with another share of the keys. A key that finds no room in its share keeps more
 * records than it has to, never fewer. Memory: 64 bytes a key of a share at most, one bit a record.
 */
final class Fold {
    private static final int ASK_EVERY = 1024;

    private final List<Part> parts;
    private final long tombstonesGone;
    private final int keysMax;
    private final BooleanSupplier goesOn;
    private int asked;

    /**
     * @param parts oldest first
     * @param tombstonesGone tombstones stored before it go, in ms; 0: none
     * @param keysMax keys in memory at a time, 1 or more
     * @param goesOn asked again and again; false ends the work
     */
    Fold(List<Part> parts, long tombstonesGone, int keysMax, BooleanSupplier goesOn) {
        if (keysMax < 1) {
            throw new IllegalArgumentException("keysMax is " + keysMax + ", must be 1 or more");
        }
        this.parts = List.copyOf(parts);
        this.tombstonesGone = tombstonesGone;
        this.keysMax = keysMax;
        this.goesOn = goesOn;
    }

    /**
     * Which records stay: a set for each part.
     *
     * @return {@code null} if the work was ended
     */
    List<BitSet> live() throws IOException {
        long records = 0;
        for (Part part : parts) {
            records += part.count();
        }
        int shares = (int) Math.min(records / (keysMax - keysMax / 4) + 1, 1 << 20);
        List<BitSet> live = parts.stream().map(part -> new BitSet()).toList();
        for (int share = 0; share < shares; share++) {
            KeySet seen = new KeySet((int) Math.max(1, Math.min(records, keysMax)));
            for (int p = parts.size() - 1; p >= 0; p--) {
                if (!mark(parts.get(p), live.get(p), seen, new Share(share, shares))) {
                    return null;
                }
            }
        }
        return live;
    }

    /** Of all keys, those with number {@code share} of {@code shares}. */
    private record Share(int share, int shares) {
        boolean has(KeyDigest key) {
            return shares == 1 || Math.floorMod(key.high(), shares) == share; // not by the bits KeySet uses
        }
    }

    private boolean mark(Part part, BitSet live, KeySet seen, Share share) throws IOException {
        for (int i = part.count() - 1; i >= 0; i--) {
            if (isEnded()) {
                return false;
            }
            CompactedEntry entry = part.entry(i);
            if (entry != null && share.has(entry.key())) {
                switch (seen.add(entry.key())) {
                    case NEW -> live.set(i, !entry.tombstone() || entry.storeTimestamp() >= tombstonesGone);
                    case NO_ROOM -> live.set(i); // a tombstone too: older records of its key are not seen to be dead
                    case SEEN -> {}
                }
            }
        }
        return true;
    }

    /**
     * Writes what stays to a new file, which is not yet there for readers.
     *
     * @return false if the work was ended; the file is then incomplete
     */
    boolean write(CompactedFileWriter file) throws IOException {
        List<BitSet> live = live();
        if (live == null) {
            return false;
        }
        file.begin(live.stream().mapToLong(BitSet::cardinality).sum());
        ByteBuffer record = ByteBuffer.allocate(0);
        for (int p = 0; p < parts.size(); p++) {
            Part part = parts.get(p);
            for (int i = live.get(p).nextSetBit(0); i >= 0; i = live.get(p).nextSetBit(i + 1)) {
                if (isEnded()) {
                    return false;
                }
                CompactedEntry entry = part.entry(i);
                if (entry == null) {
                    throw new IOException("a record that was there a moment ago cannot be read any more");
                }
                if (record.capacity() < entry.recordBytes()) {
                    record = ByteBuffer.allocate(Math.max(entry.recordBytes(), 2 * record.capacity()));
                }
                part.read(entry, record.clear().limit(entry.recordBytes()));
                file.add(entry, record.flip());
            }
        }
        return true;
    }

    private boolean isEnded() {
        return ++asked % ASK_EVERY == 0 && !goesOn.getAsBoolean();
    }
}
