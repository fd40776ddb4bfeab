package org.apogeemq.cli.topic;

import java.util.Comparator;
import java.util.List;
import org.apogeemq.cli.screen.Listing;

/** What lies in one queue: offsets {@code [min, max)}, and when it last grew, in ms. */
record QueueRow(String broker, int queue, long min, long max, long lastWrite) {
    static final Comparator<QueueRow> ORDER =
            Comparator.comparing(QueueRow::broker).thenComparingInt(QueueRow::queue);

    long messages() {
        return Math.max(0, max - min);
    }

    static long messages(List<QueueRow> queues) {
        return queues.stream().mapToLong(QueueRow::messages).sum();
    }

    static long lastWrite(List<QueueRow> queues) {
        return queues.stream().mapToLong(QueueRow::lastWrite).max().orElse(0);
    }

    static Listing<QueueRow> listing() {
        return new Listing<QueueRow>()
                .name("BROKER", "broker", QueueRow::broker)
                .whole("QUEUE", "queue", QueueRow::queue)
                .whole("MIN", "minOffset", QueueRow::min)
                .whole("MAX", "maxOffset", QueueRow::max)
                .whole("MESSAGES", "messages", QueueRow::messages)
                .time("LAST WRITE", "lastWriteMillis", QueueRow::lastWrite)
                .spare();
    }
}
