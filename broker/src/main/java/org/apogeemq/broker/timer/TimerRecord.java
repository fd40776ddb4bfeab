package org.apogeemq.broker.timer;

import java.nio.ByteBuffer;
import org.apogeemq.protocol.record.MessageProperties;
import org.apogeemq.protocol.record.Names;
import org.apogeemq.protocol.record.PropertyNames;
import org.apogeemq.protocol.record.RecordCheck;
import org.apogeemq.protocol.record.RecordFormat;
import org.apogeemq.protocol.record.VoidRecord;
import org.apogeemq.store.timer.TimerEntry;

/** What the records of waiting messages say. */
final class TimerRecord {
    private static final byte[] TOPIC = MessageProperties.bytes(Names.TIMER_TOPIC);
    private static final byte[] OUT_MS = MessageProperties.bytes(PropertyNames.TIMER_OUT_MS);
    private static final byte[] RECALLED = MessageProperties.bytes(PropertyNames.TIMER_DEL_UNIQKEY);
    private static final byte[] UNIQUE_KEY = MessageProperties.bytes(PropertyNames.UNIQ_KEY);
    private static final byte[] REAL_TOPIC = MessageProperties.bytes(PropertyNames.REAL_TOPIC);
    private static final int DIGITS_MAX = 18;

    private TimerRecord() {}

    /** Whether the record of a waiting message that can be used lies in {@code [at, at + bytes)}. */
    static boolean isThere(ByteBuffer record, int at, int bytes, long logOffset, boolean verify) {
        return RecordFormat.check(record, at, at + bytes, verify) == RecordCheck.VALID
                && RecordFormat.totalSize(record, at) == bytes
                && RecordFormat.logOffset(record, at) == logOffset
                && isWaiting(record, at)
                && !VoidRecord.isVoid(record, at);
    }

    private static boolean isWaiting(ByteBuffer record, int at) {
        int topicAt = RecordFormat.topicAt(record, at);
        boolean same = RecordFormat.topicLength(record, at) == TOPIC.length;
        for (int i = 0; i < TOPIC.length && same; i++) {
            same = record.get(topicAt + i) == TOPIC[i];
        }
        return same;
    }

    /** Reads the timer that a record is; returns false if it is none. */
    // hot
    static boolean read(ByteBuffer record, int at, TimerEntry target) {
        int text = RecordFormat.propertiesAt(record, at);
        int length = RecordFormat.propertiesLength(record, at);
        long slot = number(record, MessageProperties.find(record, text, length, OUT_MS));
        if (slot <= 0) {
            return false; // somebody has sent it to the system topic himself
        }
        long recalled = MessageProperties.find(record, text, length, RECALLED);
        boolean recall = recalled != MessageProperties.ABSENT;
        long key = recall ? recalled : MessageProperties.find(record, text, length, UNIQUE_KEY);
        target.set(
                DueTime.key(DueTime.ofSlot(slot), recall),
                RecordFormat.logOffset(record, at),
                RecordFormat.totalSize(record, at),
                hash(record, key));
        return true;
    }

    /** The message that a recall is about. */
    static String recalled(ByteBuffer record) {
        return name(record, RECALLED);
    }

    /** The same of the message itself. */
    static String name(ByteBuffer record) {
        return name(record, UNIQUE_KEY);
    }

    private static String name(ByteBuffer record, byte[] property) {
        int text = RecordFormat.propertiesAt(record, 0);
        int length = RecordFormat.propertiesLength(record, 0);
        return MessageProperties.value(record, text, length, REAL_TOPIC)
                + ' '
                + MessageProperties.value(record, text, length, property);
    }

    private static long number(ByteBuffer text, long found) {
        if (found == MessageProperties.ABSENT || MessageProperties.length(found) > DIGITS_MAX) {
            return -1;
        }
        long number = 0;
        int at = MessageProperties.position(found);
        for (int i = at; i < at + MessageProperties.length(found); i++) {
            int digit = text.get(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    private static int hash(ByteBuffer text, long found) {
        int hash = 0;
        if (found != MessageProperties.ABSENT) {
            int at = MessageProperties.position(found);
            for (int i = at; i < at + MessageProperties.length(found); i++) {
                hash = 31 * hash + text.get(i);
            }
        }
        return hash;
    }
}
