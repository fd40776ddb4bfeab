package org.apogeemq.store.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.apogeemq.protocol.record.RecordFormat;
import org.apogeemq.store.disk.FaultyDisk;
import org.apogeemq.store.trust.RecordTrust;

/**
 * Records that are whole by all that covers them, lie where they say, but are not what was stored: a record's CRC
 * covers neither topic nor queue number nor queue offset. Or only their bodies are damaged. Who comes first has the
 * place, so the message that belongs there may be lost.
 */
final class Rivals {
    private final Image image;
    private final FaultyDisk disk;

    Rivals(Image image, FaultyDisk disk) {
        this.image = image;
        this.disk = disk;
    }

    /** The places they claim. */
    Set<String> places() {
        Set<String> places = new HashSet<>();
        image.segments.forEach((file, before) -> {
            if (disk.isFile(file)) {
                byte[] now = disk.bytes(file);
                if (!Arrays.equals(now, before)) {
                    add(file, now, before, places);
                }
            }
        });
        return places;
    }

    private static void add(Path file, byte[] now, byte[] before, Set<String> places) {
        long base = Long.parseLong(file.getFileName().toString());
        ByteBuffer bytes = ByteBuffer.wrap(now);
        for (int at = 0; at + RecordFormat.FIXED_BYTES < now.length; at++) {
            int magic = RecordFormat.magic(bytes, at);
            boolean record = magic == RecordFormat.MAGIC_V1 || magic == RecordFormat.MAGIC_V2;
            boolean framed = record
                    && (RecordTrust.flaw(bytes, at, base + at) == null
                            || RecordTrust.isFrameCredible(bytes, at, base + at)); // keeps its place as a void record
            if (framed) {
                int end = at + RecordFormat.totalSize(bytes, at);
                if (end > before.length || !Arrays.equals(now, at, end, before, at, end)) {
                    places.add(place(bytes, at));
                }
            }
        }
    }

    private static String place(ByteBuffer record, int at) {
        byte[] topic = new byte[RecordFormat.topicLength(record, at)];
        record.get(RecordFormat.topicAt(record, at), topic);
        return new String(topic, UTF_8) + "/" + RecordFormat.queueId(record, at) + "@"
                + RecordFormat.queueOffset(record, at);
    }
}
