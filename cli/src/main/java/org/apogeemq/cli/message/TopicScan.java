package org.apogeemq.cli.message;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.apogeemq.cli.grammar.CommandFailure;
import org.apogeemq.cli.reach.Remote;
import org.apogeemq.protocol.record.MessageQueue;
import org.apogeemq.protocol.record.StoredMessage;

/**
 * Reads all queues of a topic up to where they ended when it began, the oldest message first; those of one queue in
 * its order. Commits nothing. Confined to one thread.
 */
final class TopicScan {
    private static final String ALL_TAGS = "*";

    /** One queue, and what was read of it and not given out. */
    private static final class Cursor {
        private final QueueReader reader;
        private final long end;
        private final Deque<StoredMessage> read = new ArrayDeque<>();

        private Cursor(QueueReader reader, long end) {
            this.reader = reader;
            this.end = end;
        }

        /** Sees to it that there is a next message; false if there is none left. */
        boolean fill() {
            while (read.isEmpty() && reader.next() < end) {
                long before = reader.next();
                read.addAll(reader.read());
                if (reader.next() <= before) {
                    throw new CommandFailure("queue " + reader.queue().queueId() + " of "
                            + reader.queue().brokerName() + " gives nothing at offset " + before
                            + ", although it ends at " + end + "; try again");
                }
            }
            return !read.isEmpty() && read.peekFirst().queueOffset() < end;
        }

        long time() {
            return read.element().storeTimestamp();
        }
    }

    private final PriorityQueue<Cursor> cursors = new PriorityQueue<>(Comparator.comparingLong(Cursor::time));
    private long total;

    /**
     * Begins to read.
     *
     * @param since messages stored before this time, in ms, are left out
     * @param from offsets at which to begin, for some of the queues
     */
    TopicScan(Remote remote, Map<MessageQueue, String> queues, long since, Map<MessageQueue, Long> from) {
        List<MessageQueue> sorted = new ArrayList<>(queues.keySet());
        sorted.sort(null);
        for (MessageQueue queue : sorted) {
            var reader = new QueueReader(remote, queue, queues.get(queue), ALL_TAGS);
            reader.toFirst();
            long first = reader.next();
            if (since > 0) {
                reader.toTime(since);
            }
            reader.to(Math.max(Math.max(first, reader.next()), from.getOrDefault(queue, 0L)));
            var cursor = new Cursor(reader, reader.end());
            total += Math.max(0, cursor.end - reader.next());
            if (cursor.fill()) {
                cursors.add(cursor);
            }
        }
    }

    /** All queues of {@code topic}. */
    static TopicScan of(Remote remote, String topic, long since) {
        return new TopicScan(remote, queues(remote, topic), since, new HashMap<>());
    }

    /**
     * The queues of a topic that can be read.
     *
     * @throws CommandFailure if there is none
     */
    static Map<MessageQueue, String> queues(Remote remote, String topic) {
        Map<MessageQueue, String> queues = remote.route(topic)
                .orElseThrow(() -> new CommandFailure(
                        "there is no topic " + topic + "; bin/apogee topic list --all shows those there are"))
                .readable(topic);
        if (queues.isEmpty()) {
            throw new CommandFailure("no queue of topic " + topic + " can be read now; bin/apogee topic show " + topic
                    + " shows its permission, bin/apogee topic update " + topic + " --perm rw changes it");
        }
        return queues;
    }

    /** Messages there are to read, about. */
    long total() {
        return total;
    }

    /** The next message; null behind the last. */
    Found next() {
        Cursor cursor = cursors.poll();
        if (cursor == null) {
            return null;
        }
        var found = new Found(cursor.reader.queue().brokerName(), cursor.read.remove());
        if (cursor.fill()) {
            cursors.add(cursor);
        }
        return found;
    }
}
