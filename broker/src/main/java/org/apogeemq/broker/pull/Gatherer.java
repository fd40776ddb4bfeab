package org.apogeemq.broker.pull;

import org.apogeemq.broker.filter.Outcomes;
import org.apogeemq.broker.pull.PullResult.Status;
import org.apogeemq.broker.pull.Sieve.Verdict;
import org.apogeemq.protocol.record.RecordFormat;
import org.apogeemq.store.log.CommitLog;
import org.apogeemq.store.queue.QueueEntries;

/** Goes along a queue and takes what a pull wants. Has room for as many entries as its result; of one thread. */
// hot
final class Gatherer {
    /** No client takes a frame as large as this. */
    private static final int RECORD_BYTES_MAX = 32 << 20;

    /** Messages known not to pass that one pull goes over, a few dozen at once: some microseconds. */
    private static final int KNOWN_MAX = 1 << 20;

    private final CommitLog log;
    private final QueueEntries entries;
    private final Sieve sieve;

    // The pull at hand.
    private PullCall call;
    private PullResult result;
    private int wanted;
    private int bytesMax;
    private long logMin;
    private long logMax;
    private long next;
    private boolean full;

    /** @param sieve looks at messages of pulls that come with an expression */
    Gatherer(CommitLog log, QueueEntries entries, Sieve sieve) {
        this.log = log;
        this.entries = entries;
        this.sieve = sieve;
    }

    /** Takes from where {@code call} begins, a message that is there, and ends {@code wanted}. */
    void gather(PullCall pull, PullConfig limits, PullResult found) {
        call = pull;
        result = found;
        wanted = Math.max(1, Math.min(call.maxMessages, Math.min(limits.messagesMax(), entries.capacity())));
        bytesMax = Math.max(1, Math.min(call.maxBytes, limits.bytesMax()));
        logMin = log.minOffset();
        logMax = log.maxOffset();
        next = call.offset;
        full = false;
        sieve.begin();
        int left = call.sql == null ? limits.scanMax() : limits.scanMax() * sieve.reach();
        long end = call.outcomes == null ? Long.MAX_VALUE : Math.min(result.maxOffset(), next + KNOWN_MAX);
        while (!full && left > 0) {
            int count = wanted;
            if (call.outcomes != null) {
                next = call.outcomes.candidate(next, end);
                count = candidates(end);
            }
            int read = count == 0 ? 0 : call.queue.read(next, count, entries);
            if (read == 0) {
                boolean behindGap = count > 0 && call.queue.hasGaps();
                next = behindGap ? Math.max(next, result.maxOffset()) : next; // up to there was nothing
                break;
            }
            left -= read;
            for (int i = 0; i < read && !full; i++) {
                take(i);
            }
        }
        result.end(result.messages() > 0 ? Status.FOUND : Status.NO_MATCHED_MESSAGE, next);
    }

    /** How many messages from the next one on may pass, one behind the other. */
    private int candidates(long end) {
        int count = 0;
        while (count < wanted && next + count < end && !call.outcomes.fails(next + count)) {
            count++;
        }
        return count;
    }

    /** Takes entry {@code i}, or goes behind it, or finds that this is all. */
    private void take(int i) {
        int messages = entries.messages(i);
        if (call.filter.matches(entries.tagsCode(i)) && isThere(entries.logOffset(i))) {
            int size = size(i);
            Verdict verdict = call.sql == null ? Verdict.PASSES : verdict(i, size);
            if (verdict == Verdict.OUT_OF_SIGHT) {
                result.endsOutOfSight();
                full = true;
                return;
            }
            if (verdict != Verdict.FAILS) {
                boolean tooMany = result.messages() + messages > wanted || result.bytes() + size > bytesMax;
                if (tooMany && result.messages() > 0) {
                    full = true;
                    return;
                }
                result.add(entries.queueOffset(i), messages, entries.logOffset(i), size);
            }
            full = result.messages() >= wanted || sieve.isSpent();
        }
        next = entries.queueOffset(i) + messages;
    }

    /** What the expression says of entry {@code i}, remembered or found now. */
    private Verdict verdict(int i, int size) {
        Outcomes outcomes = call.outcomes;
        long queueOffset = entries.queueOffset(i);
        if (outcomes != null && outcomes.fails(queueOffset)) {
            return Verdict.FAILS;
        }
        if (outcomes != null && outcomes.passes(queueOffset)) {
            return Verdict.PASSES;
        }
        Verdict found = sieve.sift(call.sql, call.queue, entries, i, size);
        if (outcomes != null && found.isKnown()) {
            outcomes.note(queueOffset, entries.messages(i), found == Verdict.PASSES);
        }
        return found;
    }

    /** False if it has expired and is not kept. An offset that cannot be is there: it is found to be damaged. */
    private boolean isThere(long logOffset) {
        return logOffset >= logMin || logOffset < 0 || call.queue.hasGaps();
    }

    private int size(int i) {
        return size(entries, i, logMax);
    }

    /** Length of the record of an entry; 0 if there can be none of that length: then the entry is damaged. */
    static int size(QueueEntries entries, int i, long logMax) {
        int size = entries.recordBytes(i);
        boolean possible = entries.logOffset(i) >= 0
                && size >= RecordFormat.FIXED_BYTES
                && size <= RECORD_BYTES_MAX
                && entries.logOffset(i) <= logMax - size;
        return possible ? size : 0;
    }
}
