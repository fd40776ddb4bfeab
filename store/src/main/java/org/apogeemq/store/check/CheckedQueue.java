package org.apogeemq.store.check;

import java.io.IOException;
import java.nio.file.Path;
import org.apogeemq.store.queue.QueueKind;

/** One queue: which message comes next, and what of its entries does not agree with the log. */
final class CheckedQueue {
    /** Stands for a tags code that is not compared. */
    static final long ANY_TAGS = Long.MIN_VALUE;

    private final EntryFiles entries;
    private final String name;
    private final long durableTo;

    private boolean begun;
    private long next;
    private long compared;
    private Flaws wrong = new Flaws();
    private Flaws missing = new Flaws();

    /** Entries with the same flaw. */
    private static final class Flaws {
        long first = -1;
        long entry;
        long count;
        String text;
    }

    /** A record as its entry should describe it. */
    record Described(long queueOffset, int messages, long logOffset, int bytes, long tagsCode) {}

    CheckedQueue(EntryFiles entries, String name, long durableTo) {
        this.entries = entries;
        this.name = name;
        this.durableTo = durableTo;
    }

    Path folder() {
        return entries.folder();
    }

    QueueKind kind() {
        return entries.kind();
    }

    boolean isEmpty() {
        return !begun;
    }

    /** The offset of the message that is to come. */
    long next() {
        return next;
    }

    long compared() {
        return compared;
    }

    long missing() {
        return missing.count;
    }

    /** The queue begins here, perhaps anew. */
    void begin(long queueOffset) {
        begun = true;
        next = queueOffset;
        wrong = new Flaws();
        missing = new Flaws();
    }

    /** Takes a record whose queue offset is not below {@link #next}, and compares its entry. */
    void record(Described record) throws IOException {
        next = record.queueOffset + record.messages;
        if (!entries.find(record.queueOffset)) {
            note(missing, record.queueOffset, "is not there");
            return;
        }
        compared++;
        long entryTags = entries.tagsCode();
        boolean sameTags = record.tagsCode == ANY_TAGS || entryTags == record.tagsCode || entryTags < Integer.MIN_VALUE;
        boolean same = entries.logOffset() == record.logOffset
                && entries.recordBytes() == record.bytes
                && entries.queueOffset() == record.queueOffset
                && entries.messages() == record.messages
                && sameTags;
        if (!same && record.logOffset < durableTo) {
            note(wrong, record.queueOffset, difference(record));
        }
    }

    private String difference(Described record) {
        String messages = record.messages == 1 && entries.messages() == 1
                ? ""
                : " (messages %d..%d; the record holds %d)"
                        .formatted(
                                entries.queueOffset(), entries.queueOffset() + entries.messages() - 1, record.messages);
        return "points to log offset %d, %d bytes, tags %d; the record is at %d, %d bytes, tags %s%s"
                .formatted(
                        entries.logOffset(),
                        entries.recordBytes(),
                        entries.tagsCode(),
                        record.logOffset,
                        record.bytes,
                        record.tagsCode == ANY_TAGS ? "any" : record.tagsCode,
                        messages);
    }

    /** Whether the entries {@code [from, to)} are there: their messages were damaged and are known to be lost. */
    boolean isVoid(long from, long to) throws IOException {
        long at = from;
        while (at < to) {
            if (!entries.find(at)) {
                return false;
            }
            at = entries.queueOffset() + entries.messages();
        }
        return true;
    }

    void report(Findings findings, boolean clean) throws IOException {
        if (clean) {
            report(findings, missing);
            if (entries.find(next) && entries.logOffset() >= 0) {
                long entry = entries.found();
                findings.add(
                        entries.file(entry),
                        entries.position(entry),
                        kind().unitBytes(),
                        "entry %d of queue %s has no record in the log".formatted(next, name),
                        "readers pass over it");
            }
        }
        report(findings, wrong);
    }

    @Override
    public String toString() {
        return name;
    }

    private void report(Findings findings, Flaws flaws) {
        if (flaws.count > 0) {
            String more = flaws.count > 1 ? "; " + (flaws.count - 1) + " more in this queue" : "";
            findings.add(
                    entries.file(flaws.entry),
                    entries.position(flaws.entry),
                    flaws.count * kind().unitBytes(),
                    "entry %d of queue %s %s%s".formatted(flaws.first, name, flaws.text, more),
                    "not noticed by opening; delete the folder " + kind().folder()
                            + " and the file checkpoint to have the queues made again from the log");
        }
    }

    private void note(Flaws flaws, long queueOffset, String text) {
        if (flaws.count++ == 0) {
            flaws.first = queueOffset;
            flaws.entry = entries.found();
            flaws.text = text;
        }
    }
}
