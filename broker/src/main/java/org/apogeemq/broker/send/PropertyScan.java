package org.apogeemq.broker.send;

import org.apogeemq.broker.timer.TimerRules;
import org.apogeemq.protocol.record.MessageProperties;
import org.apogeemq.protocol.record.TagsCode;

/**
 * One pass over the property text of a message that notes all a broker must know of it. Reusable, confined to one
 * thread. Positions point into the text that was scanned.
 */
// hot
final class PropertyScan {
    private static final long MOST_BEFORE_DIGIT = Long.MAX_VALUE / 10 - 1;

    private int uniqueKeyAt;
    private int uniqueKeyBytes;
    private long tagsCode;
    private int delayLevel;
    private TimerRules.Wish wish;
    private long wishValue;
    private boolean recall;
    private boolean prepared;
    private boolean brokerProperties;
    private boolean checksumOrReceipt;
    private boolean waits;
    private boolean keyed;

    void scan(byte[] text, int at, int bytes) {
        uniqueKeyAt = 0;
        uniqueKeyBytes = 0;
        tagsCode = 0;
        delayLevel = 0;
        wish = null;
        recall = false;
        prepared = false;
        brokerProperties = false;
        checksumOrReceipt = false;
        waits = true;
        keyed = false;
        int end = at + bytes;
        int pair = at;
        while (pair < end) {
            int nameEnd = pair;
            while (nameEnd < end && text[nameEnd] != MessageProperties.NAME_END) {
                nameEnd++;
            }
            int valueEnd = nameEnd + 1;
            while (valueEnd < end && text[valueEnd] != MessageProperties.PAIR_END) {
                valueEnd++;
            }
            if (nameEnd < end && valueEnd > nameEnd + 1) {
                note(text, pair, nameEnd - pair, nameEnd + 1, Math.min(valueEnd, end) - nameEnd - 1);
            }
            pair = valueEnd + 1;
        }
    }

    private void note(byte[] text, int name, int nameBytes, int value, int valueBytes) {
        switch (nameBytes) {
            case 4 -> {
                if (is(text, name, "TAGS")) {
                    tagsCode = TagsCode.of(text, value, valueBytes);
                } else if (is(text, name, "WAIT")) {
                    waits = valueBytes != 5 || !is(text, value, "false");
                } else if (is(text, name, "KEYS")) {
                    keyed = !isBlank(text, value, valueBytes);
                }
            }
            case 5 -> delayLevel = is(text, name, "DELAY") ? number(text, value, valueBytes) : delayLevel;
            case 6 -> checksumOrReceipt |= is(text, name, "POP_CK");
            case 7 -> brokerProperties |= is(text, name, "CLUSTER");
            case 8 -> {
                if (is(text, name, "UNIQ_KEY")) {
                    uniqueKeyAt = value;
                    uniqueKeyBytes = valueBytes;
                } else {
                    prepared |= is(text, name, "TRAN_MSG") && isTrue(text, value, valueBytes);
                    brokerProperties |= is(text, name, "TRACE_ON");
                    checksumOrReceipt |= is(text, name, "__CRC32#");
                }
            }
            case 10 -> brokerProperties |= is(text, name, "MSG_REGION");
            case 14 -> wish(TimerRules.Wish.DELAY_MILLIS, is(text, name, "TIMER_DELAY_MS"), text, value, valueBytes);
            case 15 -> wish(TimerRules.Wish.DELAY_SECONDS, is(text, name, "TIMER_DELAY_SEC"), text, value, valueBytes);
            case 16 -> wish(TimerRules.Wish.TIME, is(text, name, "TIMER_DELIVER_MS"), text, value, valueBytes);
            case 17 -> recall |= is(text, name, "TIMER_DEL_UNIQKEY");
            default -> {}
        }
    }

    /** Where the UNIQ_KEY lies; meaningless if {@link #uniqueKeyBytes} is 0. */
    int uniqueKeyAt() {
        return uniqueKeyAt;
    }

    int uniqueKeyBytes() {
        return uniqueKeyBytes;
    }

    /** Hash of the TAGS, 0 without. */
    long tagsCode() {
        return tagsCode;
    }

    /** The delay level that is asked for; 0 or below: none. */
    int delayLevel() {
        return delayLevel;
    }

    /** A delay or time of delivery is asked for. */
    boolean timed() {
        return wish != null;
    }

    /** How it is asked for; null: it is not. */
    TimerRules.Wish wish() {
        return wish;
    }

    /** What is asked for; {@code Long.MIN_VALUE} if it is no number. */
    long wishValue() {
        return wishValue;
    }

    /** It is not to be delivered, but to recall another message. */
    boolean recall() {
        return recall;
    }

    /** It is the first half of a transaction. */
    boolean prepared() {
        return prepared;
    }

    /** It already has one of the properties that brokers add: it has been in a broker before. */
    boolean brokerProperties() {
        return brokerProperties;
    }

    /** The answer waits for the disk, if this broker's answers do: WAIT is not {@code false}. */
    boolean waits() {
        return waits;
    }

    /** It has KEYS that are not blank. */
    boolean keyed() {
        return keyed;
    }

    /** It has a property that must not be stored: a checksum or a receipt. */
    boolean checksumOrReceipt() {
        return checksumOrReceipt;
    }

    private static boolean is(byte[] text, int at, String word) {
        for (int i = 0; i < word.length(); i++) {
            if (text[at + i] != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isBlank(byte[] text, int at, int bytes) {
        for (int i = at; i < at + bytes; i++) {
            if (text[i] != ' ') {
                return false;
            }
        }
        return true;
    }

    private static boolean isTrue(byte[] text, int at, int bytes) {
        return bytes == 4 && is(text, at, "true");
    }

    private void wish(TimerRules.Wish kind, boolean named, byte[] text, int value, int valueBytes) {
        if (named && (wish == null || kind.compareTo(wish) <= 0)) {
            wish = kind;
            wishValue = signedNumber(text, value, valueBytes);
        }
    }

    /** A number; {@code Long.MIN_VALUE} for anything else, and the largest there is for what is larger. */
    private static long signedNumber(byte[] text, int at, int bytes) {
        boolean signed = text[at] == '-' || text[at] == '+';
        int first = signed ? at + 1 : at;
        long number = 0;
        for (int i = first; i < at + bytes; i++) {
            if (text[i] < '0' || text[i] > '9') {
                return Long.MIN_VALUE;
            }
            number = number > MOST_BEFORE_DIGIT ? Long.MAX_VALUE : number * 10 + text[i] - '0';
        }
        return first == at + bytes ? Long.MIN_VALUE : text[at] == '-' ? -number : number;
    }

    /** A number of 0 or above; 0 for anything else, and the largest there is for what is larger. */
    private static int number(byte[] text, int at, int bytes) {
        long number = 0;
        for (int i = at; i < at + bytes; i++) {
            if (text[i] < '0' || text[i] > '9') {
                return 0;
            }
            number = Math.min(Integer.MAX_VALUE, number * 10 + text[i] - '0');
        }
        return (int) number;
    }
}
