package org.apogeemq.store.compact;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adds to what is kept of a queue. New records go into a file of their own, or, when older files are not much larger,
 * into one together with what these hold, so that superseded records leave them: a record is rewritten only with at
 * least half as many bytes of newer ones, and files of a queue are few. Background thread.
 */
public final class Compactor {
    private static final Logger LOG = LoggerFactory.getLogger(Compactor.class);

    /** An older file goes into a new one if it is at most so many times as large as what is newer. */
    private static final int MERGED_TIMES = 2;

    private static final long RECORDS_MAX = 1L << 30;

    private final CompactedFolder folder;
    private final int keysMax;

    /** @param keysMax keys in memory at a time */
    public Compactor(CompactedFolder folder, int keysMax) {
        this.folder = folder;
        this.keysMax = keysMax;
    }

    /**
     * What there is to add.
     *
     * @param topic of the queue
     * @param queueId of the queue
     * @param part the records
     * @param bytes of all of them
     * @param to the log offset up to which nothing else of the queue is to be looked at
     * @param nextOffset queue offset of the first record behind them
     * @param tombstonesGone tombstones stored before it are not needed any more, in ms
     */
    public record Fresh(
            String topic, int queueId, Part part, long bytes, long to, long nextOffset, long tombstonesGone) {}

    /**
     * Adds records to what is kept of a queue.
     *
     * @param before what was kept up to now
     * @param publish gets what is kept now, which is durable; then files that are no longer needed are deleted
     * @param goesOn asked again and again; false ends the work
     * @return false if it was ended; nothing has changed then
     * @throws IOException if the disk failed or is full; the same
     */
    public boolean compact(CompactedQueue before, Fresh fresh, Consumer<CompactedQueue> publish, BooleanSupplier goesOn)
            throws IOException {
        int files = before.files().size();
        int first = firstMerged(before.files(), fresh);
        try {
            return fold(before, first, fresh, publish, goesOn);
        } catch (IOException e) {
            if (first == files) {
                throw e;
            }
            LOG.warn(
                    "{} compacted files of queue {}/{} could not be made one, they stay: {}",
                    files - first,
                    fresh.topic(),
                    fresh.queueId(),
                    e.getMessage());
            return fold(before, files, fresh, publish, goesOn);
        }
    }

    /** Number of the first file that goes into the new one, with all behind it. */
    private int firstMerged(List<CompactedFile> files, Fresh fresh) throws IOException {
        long free = folder.freeBytes();
        long bytes = fresh.bytes();
        long records = fresh.part().count();
        int first = files.size();
        while (first > 0) {
            CompactedFile.Header older = files.get(first - 1).header();
            records += older.count();
            if (files.get(first - 1).isDamaged()
                    || older.bytes() / MERGED_TIMES > bytes
                    || older.bytes() > free - bytes
                    || records > RECORDS_MAX) {
                return first;
            }
            bytes += older.bytes();
            first--;
        }
        return first;
    }

    private boolean fold(
            CompactedQueue before, int first, Fresh fresh, Consumer<CompactedQueue> publish, BooleanSupplier goesOn)
            throws IOException {
        List<CompactedFile> older = before.files().subList(0, first);
        List<CompactedFile> merged =
                before.files().subList(first, before.files().size());
        long from = older.isEmpty() ? 0 : older.getLast().header().to();
        var range = new CompactedFileWriter.Range(from, fresh.to(), fresh.nextOffset());
        long tombstonesGone = older.isEmpty() ? fresh.tombstonesGone() : 0;
        CompactedFile made;
        try (OpenParts parts = new OpenParts();
                CompactedFileWriter writer = folder.write(fresh.topic(), fresh.queueId(), range)) {
            for (CompactedFile file : merged) {
                parts.all.add(file.part());
            }
            parts.all.add(fresh.part());
            if (!new Fold(parts.all, tombstonesGone, keysMax, goesOn).write(writer)) {
                return false;
            }
            made = writer.finish();
        }
        List<CompactedFile> now = new ArrayList<>(older);
        now.add(made);
        publish.accept(new CompactedQueue(now));
        folder.delete(merged);
        return true;
    }

    private static final class OpenParts implements Closeable {
        private final List<Part> all = new ArrayList<>();

        @Override
        public void close() throws IOException {
            for (Part part : all) {
                part.close();
            }
        }
    }
}
