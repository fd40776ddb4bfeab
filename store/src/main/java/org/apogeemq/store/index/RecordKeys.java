package org.apogeemq.store.index;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apogeemq.protocol.record.MessageProperties;
import org.apogeemq.protocol.record.PropertyNames;
import org.apogeemq.protocol.record.RecordFormat;
import org.apogeemq.protocol.record.SysFlags;

/**
 * The hashes under which a stored record is found, in the order in which Apache puts them: unique key, each part of
 * KEYS, tags. Reads them off the record in place. For one thread, to be used again and again.
 */
final class RecordKeys {
    private static final byte[] UNIQUE_KEY = named(PropertyNames.UNIQ_KEY);
    private static final byte[] KEYS = named(PropertyNames.KEYS);
    private static final byte[] TAGS = named(PropertyNames.TAGS);
    /** Topics of ours that nobody asks for. */
    private static final byte[] INTERNAL_TOPICS = "rmq_sys_apogee_".getBytes(US_ASCII);

    private static final long ABSENT = 0;
    private static final byte BLANK = ' ';

    private byte[] text = new byte[512];
    private int[] hashes = new int[16];
    private int count;

    // Where the values lie in text: index and length, packed.
    private long uniqueKey;
    private long keys;
    private long tags;

    private static byte[] named(String property) {
        return (property + (char) MessageProperties.NAME_END).getBytes(US_ASCII);
    }

    /** Reads the record that begins at {@code at}. Returns how many hashes it has; the last one's are gone. */
    // hot
    int read(ByteBuffer record, int at) {
        count = 0;
        int propertiesLength = RecordFormat.propertiesLength(record, at);
        int sysFlag = RecordFormat.sysFlag(record, at);
        if (propertiesLength <= 0 || SysFlags.transaction(sysFlag) == SysFlags.TRANSACTION_ROLLBACK) {
            return 0;
        }
        int topicLength = RecordFormat.topicLength(record, at);
        room(topicLength + propertiesLength);
        record.get(RecordFormat.topicAt(record, at), text, 0, topicLength);
        if (startsWith(0, topicLength, INTERNAL_TOPICS)) {
            return 0;
        }
        record.get(RecordFormat.propertiesAt(record, at), text, topicLength, propertiesLength);
        locate(topicLength, topicLength + propertiesLength);
        int topicHash = 31 * IndexKey.goOn(0, text, 0, topicLength) + IndexKey.SEPARATOR;
        if (uniqueKey != ABSENT) {
            add(IndexKey.goOn(topicHash, text, at(uniqueKey), length(uniqueKey)));
        }
        if (keys != ABSENT) {
            addParts(topicHash, at(keys), at(keys) + length(keys));
        }
        if (tags != ABSENT) {
            add(IndexKey.goOn(IndexKey.goOn(topicHash, IndexKey.TAG_MARK), text, at(tags), length(tags)));
        }
        return count;
    }

    /** One of the hashes of the record read last. */
    int hash(int i) {
        return hashes[i];
    }

    /** One pass over all pairs; of two with one name the last counts. */
    private void locate(int from, int end) {
        uniqueKey = ABSENT;
        keys = ABSENT;
        tags = ABSENT;
        int pair = from;
        while (pair < end) {
            int pairEnd = pair;
            while (pairEnd < end && text[pairEnd] != MessageProperties.PAIR_END) {
                pairEnd++;
            }
            switch (text[pair]) {
                case 'U' -> uniqueKey = value(pair, pairEnd, UNIQUE_KEY, uniqueKey);
                case 'K' -> keys = value(pair, pairEnd, KEYS, keys);
                case 'T' -> tags = value(pair, pairEnd, TAGS, tags);
                default -> {
                    // not by this one
                }
            }
            pair = pairEnd + 1;
        }
    }

    private long value(int pair, int pairEnd, byte[] name, long otherwise) {
        int valueAt = pair + name.length;
        boolean found = valueAt < pairEnd && startsWith(pair, pairEnd, name);
        return found ? (long) valueAt << 32 | pairEnd - valueAt : otherwise;
    }

    private void addParts(int topicHash, int from, int end) {
        int part = from;
        while (part < end) {
            int partEnd = part;
            while (partEnd < end && text[partEnd] != BLANK) {
                partEnd++;
            }
            if (partEnd > part) {
                add(IndexKey.goOn(topicHash, text, part, partEnd - part));
            }
            part = partEnd + 1;
        }
    }

    private void add(int hash) {
        if (count == hashes.length) {
            hashes = Arrays.copyOf(hashes, count * 2);
        }
        hashes[count++] = IndexKey.positive(hash);
    }

    private boolean startsWith(int from, int end, byte[] beginning) {
        return Arrays.equals(text, from, Math.min(end, from + beginning.length), beginning, 0, beginning.length);
    }

    private void room(int bytes) {
        if (text.length < bytes) {
            text = new byte[bytes * 2];
        }
    }

    private static int at(long packed) {
        return (int) (packed >>> 32);
    }

    private static int length(long packed) {
        return (int) packed;
    }
}
