package org.apogeemq.broker.timer;

import java.time.Duration;

/**
 * Settings of timed messages.
 *
 * @param on whether they are taken (timerWheelEnable)
 * @param delayMax how far ahead they may be (timerMaxDelaySec), 1 s or more
 * @param recall whether they can be recalled (recallMessageEnable)
 */
public record TimerSettings(boolean on, Duration delayMax, boolean recall) {
    /** Taken, up to a year ahead, and recalled. */
    public static final TimerSettings DEFAULT = new TimerSettings(true, Duration.ofDays(365), true);

    public TimerSettings {
        if (delayMax.toMillis() < 1000) {
            throw new IllegalArgumentException(
                    "timerMaxDelaySec is " + delayMax.toMillis() + " ms, must be 1 second or more");
        }
    }
}
