package org.apogeemq.broker.timer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import org.apogeemq.broker.face.RefusedException;
import org.apogeemq.protocol.command.ResponseCodes;
import org.apogeemq.protocol.record.MessageProperties;
import org.apogeemq.protocol.record.Names;
import org.apogeemq.protocol.record.PropertyNames;
import org.apogeemq.store.queue.ConsumeQueue;
import org.apogeemq.store.queue.ConsumeQueues;
import org.apogeemq.time.Clock;

/**
 * Which timed messages are taken, and where they wait: in one queue of a system topic, with the topic and queue they
 * are for and their time among their properties. Thread-safe.
 */
public final class TimerRules {
    private static final byte[] TOPIC = MessageProperties.bytes(Names.TIMER_TOPIC);
    private static final byte[] REAL_TOPIC = MessageProperties.bytes(PropertyNames.REAL_TOPIC);
    private static final byte[] REAL_QID = MessageProperties.bytes(PropertyNames.REAL_QID);
    private static final byte[] OUT_MS = MessageProperties.bytes(PropertyNames.TIMER_OUT_MS);
    private static final byte[][] WISHES = {
        MessageProperties.bytes(PropertyNames.TIMER_DELAY_SEC),
        MessageProperties.bytes(PropertyNames.TIMER_DELAY_MS),
        MessageProperties.bytes(PropertyNames.TIMER_DELIVER_MS)
    };
    private static final int NUMBER_CHARS_MAX = 20;

    private final String brokerName;
    private final ConsumeQueues queues;
    private final Clock clock;
    // Replaced while the broker runs.
    private volatile TimerSettings settings;
    private volatile ConsumeQueue queue; // null: not used yet

    public TimerRules(TimerSettings settings, String brokerName, ConsumeQueues queues, Clock clock) {
        this.settings = settings;
        this.brokerName = brokerName;
        this.queues = queues;
        this.clock = clock;
    }

    /** Goes by other settings from now on. */
    public void change(TimerSettings changed) {
        settings = changed;
    }

    /** How a message says when it is to be delivered; the first one counts. */
    public enum Wish {
        /** Seconds from now. */
        DELAY_SECONDS(PropertyNames.TIMER_DELAY_SEC),
        /** Milliseconds from now. */
        DELAY_MILLIS(PropertyNames.TIMER_DELAY_MS),
        /** Wall clock in ms. */
        TIME(PropertyNames.TIMER_DELIVER_MS);

        private final String property;

        Wish(String property) {
            this.property = property;
        }
    }

    /**
     * When a message is due, in ms; 0: at once.
     *
     * @param value of the wish; {@code Long.MIN_VALUE} if it is no number
     * @param recall it does not want to be delivered, but to recall another one
     * @throws RefusedException if it is not taken
     */
    public long due(Wish wish, long value, boolean recall) {
        TimerSettings limits = settings;
        if (!limits.on()) {
            throw new RefusedException(
                    ResponseCodes.SYSTEM_ERROR, "accurate timer message is not enabled, timerWheelEnable is false");
        }
        long now = clock.wallMillis();
        long most = limits.delayMax().toMillis();
        if (value == Long.MIN_VALUE) {
            throw illegal(wish, "is no whole number");
        }
        long delay = switch (wish) {
            case DELAY_SECONDS -> Math.clamp(value, -1, most / 1000 + 1) * 1000;
            case DELAY_MILLIS -> Math.clamp(value, -1, most + 1);
            case TIME -> Math.clamp(value, 0, Long.MAX_VALUE) - now;
        };
        if (delay > most) {
            throw illegal(
                    wish, "is " + value + ": the delay should not be bigger than " + most + " ms (timerMaxDelaySec)");
        }
        if (recall && delay <= 0) {
            throw illegal(wish, "is " + value + ": the time of a message to be recalled should not be over");
        }
        return delay <= 0 ? 0 : now + delay;
    }

    private static RefusedException illegal(Wish wish, String fault) {
        return new RefusedException(
                ResponseCodes.MESSAGE_ILLEGAL, "timer message illegal, " + wish.property + " " + fault);
    }

    /** The system topic as it is stored; not to be changed. */
    public byte[] topic() {
        return TOPIC;
    }

    /** Where messages wait. */
    // hot
    public ConsumeQueue queue() {
        ConsumeQueue known = queue;
        if (known == null) {
            known = queues.obtain(Names.TIMER_TOPIC, 0);
            queue = known; // two threads may do so: they obtain the same queue
        }
        return known;
    }

    /** Bytes that {@link #putTarget} adds at most. */
    public static int targetBytesMax(byte[] topic) {
        return topic.length + REAL_TOPIC.length + REAL_QID.length + OUT_MS.length + 2 * NUMBER_CHARS_MAX + 8;
    }

    /**
     * Notes in the property text where a message is for and when it is due, in place of what it says already.
     *
     * @param text has room for {@link #targetBytesMax} more
     * @return the new length
     */
    public static int putTarget(byte[] text, int length, byte[] topic, int queueId, long due) {
        int end = MessageProperties.remove(text, 0, length, REAL_TOPIC);
        end = MessageProperties.remove(text, 0, end, REAL_QID);
        end = MessageProperties.remove(text, 0, end, OUT_MS);
        end = MessageProperties.append(text, 0, end, OUT_MS, number(DueTime.slot(due)));
        end = MessageProperties.append(text, 0, end, REAL_TOPIC, topic);
        return MessageProperties.append(text, 0, end, REAL_QID, number(queueId));
    }

    /** Takes out of the property text of a message what says when it is to be delivered; returns the new length. */
    public static int removeWish(byte[] text, int length) {
        int end = length;
        for (byte[] wish : WISHES) {
            end = MessageProperties.remove(text, 0, end, wish);
        }
        return end;
    }

    /** The handle by which a waiting message is recalled. */
    public byte[] recallHandle(String topic, long due, String uniqueKey) {
        String plain = "v1 " + topic + " " + brokerName + " " + DueTime.handle(DueTime.slot(due)) + " " + uniqueKey;
        return Base64.getUrlEncoder().encode(plain.getBytes(UTF_8));
    }

    private static byte[] number(long number) {
        return MessageProperties.bytes(Long.toString(number));
    }
}
