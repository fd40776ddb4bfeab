package org.apogeemq.store.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apogeemq.protocol.record.InnerBatch;
import org.apogeemq.protocol.record.Names;
import org.apogeemq.protocol.record.RecordFormat;
import org.apogeemq.protocol.record.SysFlags;
import org.apogeemq.protocol.record.VoidRecord;
import org.apogeemq.store.check.LogFiles.LogFile;
import org.apogeemq.store.disk.Disk;
import org.apogeemq.store.queue.QueueKind;
import org.apogeemq.store.view.ViewRecords;

/**
 * Compares every record with the order of its queue and with its entry in the queue's files. A queue whose offsets
 * begin anew belongs to a topic that was removed: what was found of it before does not count.
 */
final class QueueCheck {
    private static final int SMALL_FROM_QUEUES = 1000;
    /** More messages are not lost in one place: the queue offset is damaged. */
    private static final long JUMP_MAX = 1 << 20;
    /** More messages no queue has had. */
    private static final long OFFSET_MAX = 1L << 50;

    private final Disk disk;
    private final Path root;
    private final Findings findings;
    private final long durableTo;
    private final boolean clean;
    private final boolean removalsKnown;
    private final Map<String, Map<Integer, CheckedQueue>> queues = new HashMap<>();
    private int count;
    private byte[] lastTopic = {};
    private String lastName;

    /**
     * @param root the data folder
     * @param durableTo entries of records before this log offset are in files for sure
     * @param clean whether the store was stopped so that all entries are in files
     * @param removalsKnown whether the log says which topics were removed, as it does since Apogee writes it
     */
    QueueCheck(Disk disk, Path root, Findings findings, long durableTo, boolean clean, boolean removalsKnown) {
        this.disk = disk;
        this.root = root;
        this.findings = findings;
        this.durableTo = durableTo;
        this.clean = clean;
        this.removalsKnown = removalsKnown;
    }

    /** Whether a record can be one that its queue has not had yet. */
    boolean isNew(ByteBuffer segment, int at) {
        CheckedQueue queue = find(topic(segment, at), RecordFormat.queueId(segment, at));
        return queue == null || !isQueued(segment, at) || RecordFormat.queueOffset(segment, at) >= queue.next();
    }

    /** Takes the record at {@code at}, which is whole. */
    void record(ByteBuffer segment, int at, LogFile file) throws IOException {
        String topic = topic(segment, at);
        if (!isQueued(segment, at)) {
            return;
        }
        String removed = topic.equals(ViewRecords.TOPIC) ? ViewRecords.removedTopic(segment, at) : null;
        if (removed != null) {
            queues.remove(removed);
        }
        CheckedQueue queue = obtain(topic, RecordFormat.queueId(segment, at), InnerBatch.is(segment, at));
        long queueOffset = RecordFormat.queueOffset(segment, at);
        long jump = queueOffset - (queue.isEmpty() ? 0 : queue.next());
        if (queueOffset < 0 || jump > JUMP_MAX && !(queue.isEmpty() && queueOffset < OFFSET_MAX)) {
            findings.add(
                    file.path(),
                    at,
                    RecordFormat.totalSize(segment, at),
                    "message %d of queue %s cannot be right: message %d is to come"
                            .formatted(queueOffset, queue, queue.next()),
                    "the record takes the next place of its queue, or none");
            return;
        }
        if (queue.isEmpty()) {
            queue.begin(queueOffset);
        } else if (queueOffset < queue.next()) {
            if (queueOffset > 0) {
                findings.add(
                        file.path(),
                        at,
                        RecordFormat.totalSize(segment, at),
                        "message %d of queue %s comes again behind message %d"
                                .formatted(queueOffset, queue, queue.next() - 1),
                        "the record is passed over");
                return;
            }
            queue.begin(0);
        } else if (queueOffset > queue.next() && !queue.isVoid(queue.next(), queueOffset)) {
            findings.add(
                    file.path(),
                    at,
                    0,
                    "messages %d..%d of queue %s are missing before this record"
                            .formatted(queue.next(), queueOffset - 1, queue),
                    "readers pass over them");
        }
        queue.record(described(segment, at, file));
    }

    private CheckedQueue.Described described(ByteBuffer segment, int at, LogFile file) {
        boolean tagged = !topic(segment, at).equals(Names.SCHEDULE_TOPIC) && !VoidRecord.isVoid(segment, at);
        return new CheckedQueue.Described(
                RecordFormat.queueOffset(segment, at),
                InnerBatch.messages(segment, at),
                file.base() + at,
                RecordFormat.totalSize(segment, at),
                tagged ? RecordFormat.tagsCode(segment, at) : CheckedQueue.ANY_TAGS);
    }

    /** All records were taken: says what is wrong with entries. */
    CheckReport.Queues end() throws IOException {
        long entries = 0;
        long pending = 0;
        int queuesFound = 0;
        for (Map<Integer, CheckedQueue> ofTopic : queues.values()) {
            for (CheckedQueue queue : ofTopic.values()) {
                boolean removed = !removalsKnown && !disk.exists(queue.folder().getParent());
                if (!removed) {
                    queue.report(findings, clean);
                }
                entries += queue.compared();
                pending += clean || removed ? 0 : queue.missing();
                queuesFound++;
            }
        }
        return new CheckReport.Queues(queuesFound, entries, pending);
    }

    private CheckedQueue find(String topic, int queueId) {
        Map<Integer, CheckedQueue> ofTopic = queues.get(topic);
        return ofTopic == null ? null : ofTopic.get(queueId);
    }

    private CheckedQueue obtain(String topic, int queueId, boolean batch) {
        return queues.computeIfAbsent(topic, name -> new HashMap<>()).computeIfAbsent(queueId, id -> {
            count++;
            QueueKind kind = batch || disk.exists(folder(QueueKind.BATCH, topic)) ? QueueKind.BATCH : QueueKind.SIMPLE;
            Path files = folder(kind, topic).resolve(Integer.toString(queueId));
            EntryFiles entries = new EntryFiles(disk, files, kind, count > SMALL_FROM_QUEUES);
            return new CheckedQueue(entries, topic + "/" + queueId, durableTo);
        });
    }

    private Path folder(QueueKind kind, String topic) {
        return root.resolve(kind.folder()).resolve(topic);
    }

    /** The name of the topic; mostly the same as that of the record before. */
    String topic(ByteBuffer segment, int at) {
        int topicAt = RecordFormat.topicAt(segment, at);
        int length = RecordFormat.topicLength(segment, at);
        boolean same = length == lastTopic.length && lastName != null;
        for (int i = 0; i < length && same; i++) {
            same = segment.get(topicAt + i) == lastTopic[i];
        }
        if (!same) {
            lastTopic = new byte[length];
            segment.get(topicAt, lastTopic);
            lastName = new String(lastTopic, UTF_8);
        }
        return lastName;
    }

    /** Whether a record has a place in a queue. */
    static boolean isQueued(ByteBuffer segment, int at) {
        int transaction = SysFlags.transaction(RecordFormat.sysFlag(segment, at));
        boolean plain = transaction != SysFlags.TRANSACTION_PREPARED && transaction != SysFlags.TRANSACTION_ROLLBACK;
        return plain || VoidRecord.isMarked(segment, at);
    }
}
