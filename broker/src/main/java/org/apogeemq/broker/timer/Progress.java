package org.apogeemq.broker.timer;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apogeemq.store.timer.TimerEntry;

/**
 * Which timers have been given out: those that lie in the log before {@code below} and are not behind the mark, which
 * is a key and a log offset; besides, those of {@code others}, which are left from before the clock was set back, or
 * were written anew.
 *
 * @param others some at most
 */
record Progress(long key, long logOffset, long below, List<Given> others) {
    static final Progress NONE = new Progress(Long.MIN_VALUE, -1, 0, List.of());

    private static final int STEPS_BACK_MAX = 16;
    /** Bytes of the largest there is. */
    static final int BYTES_MAX = 29 + (STEPS_BACK_MAX + 2) * 40;

    private static final byte VERSION = 1;

    Progress {
        others = List.copyOf(others);
    }

    /** Timers behind one place in their order up to another that lie in the log before {@code below}. */
    record Given(long fromKey, long fromOffset, long toKey, long toOffset, long below) {
        /** They were written anew. */
        boolean isRolled() {
            return fromKey == Long.MIN_VALUE;
        }

        boolean contains(TimerEntry timer) {
            return timer.logOffset() < below && timer.isAfter(fromKey, fromOffset) && !timer.isAfter(toKey, toOffset);
        }
    }

    /** Whether a timer is not behind the mark: if it has not been given out, its turn was missed. */
    boolean isPast(TimerEntry timer) {
        return !timer.isAfter(key, logOffset);
    }

    /** Whether it has been given out. */
    // hot
    boolean contains(TimerEntry timer) {
        if (timer.logOffset() < below && isPast(timer)) {
            return true;
        }
        for (int i = 0; i < others.size(); i++) {
            if (others.get(i).contains(timer)) {
                return true;
            }
        }
        return false;
    }

    /** Whether nobody needs it any more: it has been given out, and is no recall of the time that is delivered now. */
    boolean isDone(TimerEntry timer) {
        return contains(timer) && (!DueTime.isRecall(timer.key()) || DueTime.ofKey(timer.key()) != DueTime.ofKey(key));
    }

    /** The same with another mark, not before this one, and another {@code below}. */
    Progress to(long newKey, long newOffset, long newBelow) {
        if (others.isEmpty()) {
            return new Progress(newKey, newOffset, newBelow, others);
        }
        List<Given> left = others.stream()
                .filter(given -> given.toKey > newKey || given.toKey == newKey && given.toOffset > newOffset)
                .toList();
        return new Progress(newKey, newOffset, newBelow, left);
    }

    /** Whether the mark can be set back once more. */
    boolean canGoBack() {
        return others.stream().filter(given -> !given.isRolled()).count() < STEPS_BACK_MAX;
    }

    /** The same with the mark set back behind all timers of {@code newKey}. */
    Progress backTo(long newKey) {
        List<Given> more = new ArrayList<>(others);
        more.add(new Given(newKey, Long.MAX_VALUE, key, logOffset, below));
        return new Progress(newKey, Long.MAX_VALUE, below, more);
    }

    /** The same when timers before the log offset {@code bound}, up to a place in their order, were written anew. */
    Progress rolled(long toKey, long toOffset, long bound) {
        boolean all = toKey == Long.MAX_VALUE;
        List<Given> more = new ArrayList<>(others);
        more.removeIf(given -> given.isRolled() && (all ? given.below <= bound : given.below == bound));
        more.add(new Given(Long.MIN_VALUE, -1, toKey, toOffset, bound));
        return new Progress(key, logOffset, below, more);
    }

    byte[] bytes() {
        ByteBuffer bytes = ByteBuffer.allocate(29 + others.size() * 40);
        bytes.put(VERSION).putLong(key).putLong(logOffset).putLong(below).putInt(others.size());
        for (Given given : others) {
            bytes.putLong(given.fromKey)
                    .putLong(given.fromOffset)
                    .putLong(given.toKey)
                    .putLong(given.toOffset)
                    .putLong(given.below);
        }
        return bytes.array();
    }

    /** @throws IllegalArgumentException if these are not the bytes of one */
    static Progress of(byte[] bytes) {
        if (bytes.length < 29 || bytes[0] != VERSION || (bytes.length - 29) % 40 != 0) {
            throw new IllegalArgumentException("progress of timers is " + bytes.length + " bytes of another form");
        }
        ByteBuffer text = ByteBuffer.wrap(bytes, 1, bytes.length - 1);
        long key = text.getLong();
        long logOffset = text.getLong();
        long below = text.getLong();
        List<Given> others = new ArrayList<>();
        for (int left = text.getInt(); left > 0; left--) {
            others.add(new Given(text.getLong(), text.getLong(), text.getLong(), text.getLong(), text.getLong()));
        }
        return new Progress(key, logOffset, below, others);
    }
}
