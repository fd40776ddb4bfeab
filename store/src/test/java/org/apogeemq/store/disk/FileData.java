package org.apogeemq.store.disk;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The bytes of a file as processes see them, and of each page that has changed since the last force what is on disk.
 * Guarded by the disk.
 */
final class FileData {
    private static final int PAGE_BYTES = FaultyDisk.PAGE_BYTES;

    private byte[] bytes = {};
    private int length;
    private int mapped;
    private List<byte[]> oldMappings = new ArrayList<>(); // arrays that mappings show, replaced when the file grew

    private int durableLength;
    private int leastLength; // since the last force
    private int cuts;
    private final TreeMap<Integer, Page> changed = new TreeMap<>();
    private final BitSet allocated = new BitSet();

    /** A page that differs from the disk. */
    private static final class Page {
        final byte[] durable;
        int cut; // the last cut that made it zero, 0 if none did
        boolean written; // since that cut
        boolean stuck; // a force of it failed: the system takes it for written

        Page(byte[] durable) {
            this.durable = durable;
        }
    }

    FileData() {}

    /** A copy that shares nothing. */
    FileData(FileData from) {
        bytes = Arrays.copyOf(from.bytes, from.length);
        length = from.length;
        durableLength = from.durableLength;
        leastLength = from.leastLength;
        cuts = from.cuts;
        from.changed.forEach((number, page) -> {
            Page copy = new Page(page.durable);
            copy.cut = page.cut;
            copy.written = page.written;
            copy.stuck = page.stuck;
            changed.put(number, copy);
        });
        allocated.or(from.allocated);
    }

    int length() {
        return length;
    }

    /** Whether bytes were written since the last force. */
    boolean isWritten() {
        return changed.values().stream().anyMatch(page -> page.written);
    }

    /** Bytes of disk it takes. */
    long takes() {
        return (long) allocated.cardinality() * PAGE_BYTES;
    }

    byte[] copy() {
        return Arrays.copyOf(bytes, length);
    }

    /** The live bytes, at least the first {@code count}. */
    byte[] map(int count) {
        mapped = Math.max(mapped, count);
        return bytes;
    }

    void read(int from, int count, ByteBuffer target) {
        target.put(bytes, from, count);
    }

    /** How many of {@code count} bytes at {@code from} can be written if so many bytes of disk are free. */
    int writable(int from, int count, long free) {
        long left = free;
        for (int at = from; at < from + count; at = pageEnd(at)) {
            if (!allocated.get(at / PAGE_BYTES)) {
                left -= PAGE_BYTES;
                if (left < 0) {
                    return at - from;
                }
            }
        }
        return count;
    }

    void write(int at, byte[] source) {
        int end = at + source.length;
        if (source.length == 0) {
            return;
        }
        for (int page = at / PAGE_BYTES; page <= (end - 1) / PAGE_BYTES; page++) {
            Page changing = changing(page);
            changing.written = true;
            changing.stuck = false;
            allocated.set(page);
        }
        if (end > length) {
            grow(end);
        }
        System.arraycopy(source, 0, bytes, at, source.length);
        for (byte[] mapping : oldMappings) {
            int shown = Math.min(source.length, mapping.length - at);
            if (shown > 0) {
                System.arraycopy(source, 0, mapping, at, shown);
            }
        }
    }

    /** Writes past the cache. */
    void overwrite(int at, byte[] source) {
        write(at, source);
        force();
    }

    void resize(int to) {
        if (to < length) {
            cut(to);
        } else if (to > length) {
            grow(to);
        }
    }

    void force() {
        changed.values().removeIf(page -> !page.stuck);
        durableLength = length;
        leastLength = length;
    }

    /** The disk refused what was not forced; the system forgets that it has still to be written. */
    void failForce() {
        changed.values().forEach(page -> page.stuck = true);
    }

    /** Loses what {@code cut} says. Mappings of before keep what they showed. */
    void lose(PowerCut cut) {
        byte[] now = Arrays.copyOf(bytes, Math.max(Math.max(bytes.length, durableLength), length));
        Map<Integer, Boolean> cutSurvives = new TreeMap<>();
        boolean torn = false;
        for (Map.Entry<Integer, Page> entry : changed.entrySet()) {
            Page page = entry.getValue();
            boolean zeroed = page.cut > 0
                    && cutSurvives.computeIfAbsent(page.cut, number -> cut.survivors(PowerCut.Loss.CUT, 1) > 0);
            int begin = entry.getKey() * PAGE_BYTES;
            int bytesThere = Math.min(PAGE_BYTES, now.length - begin);
            int kept = page.written && !page.stuck && bytesThere > 0 && !torn
                    ? cut.at(begin).survivors(PowerCut.Loss.PAGE, bytesThere)
                    : 0;
            torn |= kept > 0 && kept < bytesThere; // a write that is torn has not gone on elsewhere
            boolean restored = false;
            for (int i = kept; i < bytesThere; i++) {
                now[begin + i] = zeroed || i >= page.durable.length ? 0 : page.durable[i];
                restored |= now[begin + i] != 0;
            }
            allocated.set(entry.getKey(), kept > 0 || restored);
        }
        bytes = now;
        length = survivingLength(cut);
        Arrays.fill(bytes, length, bytes.length, (byte) 0);
        allocated.clear(pages(length), Math.max(allocated.length(), pages(length)));
        mapped = 0;
        oldMappings = new ArrayList<>();
        changed.clear();
        durableLength = length;
        leastLength = length;
    }

    private int survivingLength(PowerCut cut) {
        boolean differs = durableLength != length || leastLength != length;
        if (!differs || cut.survivors(PowerCut.Loss.LENGTH, 1) > 0) {
            return length;
        }
        boolean wasCut = leastLength < Math.min(durableLength, length);
        return wasCut && cut.survivors(PowerCut.Loss.LENGTH, 1) > 0 ? leastLength : durableLength;
    }

    private void cut(int to) {
        cuts++;
        for (int number = to / PAGE_BYTES; number < pages(length); number++) {
            if (number * PAGE_BYTES >= to) {
                Page page = changing(number);
                page.cut = cuts;
                page.written = false;
                page.stuck = false;
                allocated.clear(number);
            } else if (to % PAGE_BYTES != 0) {
                Page front = changing(number); // of which the front stays: it is written, as any other
                front.written = true;
                front.stuck = false;
            }
        }
        Arrays.fill(bytes, to, length, (byte) 0);
        for (byte[] mapping : oldMappings) {
            Arrays.fill(mapping, Math.min(to, mapping.length), Math.min(length, mapping.length), (byte) 0);
        }
        length = to;
        leastLength = Math.min(leastLength, length);
    }

    private void grow(int to) {
        if (to > bytes.length) {
            if (mapped > 0) {
                oldMappings.add(bytes);
            }
            boolean steps = length > 0; // a file that is written bit by bit
            bytes = Arrays.copyOf(bytes, steps ? Math.max(to, bytes.length * 2) : to);
            mapped = 0;
        }
        length = to;
    }

    private Page changing(int number) {
        return changed.computeIfAbsent(number, page -> {
            int begin = Math.min(page * PAGE_BYTES, bytes.length);
            return new Page(Arrays.copyOfRange(bytes, begin, Math.min(begin + PAGE_BYTES, bytes.length)));
        });
    }

    private static int pages(int bytes) {
        return (bytes + PAGE_BYTES - 1) / PAGE_BYTES;
    }

    private static int pageEnd(int at) {
        return (at / PAGE_BYTES + 1) * PAGE_BYTES;
    }
}
