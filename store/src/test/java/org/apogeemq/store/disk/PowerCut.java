package org.apogeemq.store.disk;

import java.nio.file.Path;
import java.util.Random;

/**
 * What of that which was not forced survives when the power goes. Asked once for each change of a name, each cut of a
 * file, its length, and each page: any subset may survive, in any order.
 */
public interface PowerCut {
    /** Everything survives: as if all had been forced a moment before. */
    PowerCut SPARING = (what, bytes) -> bytes;

    /** Nothing survives that was not forced. */
    PowerCut MERCILESS = (what, bytes) -> 0;

    /** What is at stake. */
    enum Loss {
        /** One name that was made, removed or changed in a folder; 1 byte stands for it. */
        NAME,
        /** The cut of a file, with all that it made zero; 1 byte stands for it. */
        CUT,
        /** The length of a file; 1 byte stands for it. */
        LENGTH,
        /** A page that was written; it may be torn at any byte. */
        PAGE
    }

    /**
     * How many of {@code bytes} new bytes are there afterwards, from the first on: 0 none of them, {@code bytes} all.
     */
    int survivors(Loss what, int bytes);

    /** The cut as it is for one file, or for the name that {@code path} is. */
    default PowerCut of(Path path) {
        return this;
    }

    /** The cut as it is for the page that begins at {@code position} of that file. */
    default PowerCut at(int position) {
        return this;
    }

    /** Each change survives with this chance; one page of 16 is torn at some byte. */
    static PowerCut random(Random random, double survival) {
        return (what, bytes) -> {
            if (what == Loss.PAGE && random.nextInt(16) == 0) {
                return random.nextInt(bytes + 1);
            }
            return random.nextDouble() < survival ? bytes : 0;
        };
    }
}
