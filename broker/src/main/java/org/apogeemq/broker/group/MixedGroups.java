package org.apogeemq.broker.group;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apogeemq.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The groups whose members do not subscribe alike, and the warnings about them: one when it begins, one each
 * {@link #AGAIN} while it lasts, a line when it is over. Thread-safe.
 */
final class MixedGroups {
    static final Duration AGAIN = Duration.ofMinutes(10);

    private static final Logger LOG = LoggerFactory.getLogger(MixedGroups.class);

    private final Clock clock;
    // When a warning was given last, in monotonic nanoseconds.
    private final Map<String, Long> warned = new ConcurrentHashMap<>();

    MixedGroups(Clock clock) {
        this.clock = clock;
    }

    /** Looks at a group that may have changed; {@code gone} if it has no members any more. */
    void look(ConsumerGroup group, boolean gone) {
        String words = gone ? null : group.mixture();
        if (words == null) {
            if (warned.remove(group.name()) != null && !gone) {
                LOG.info("the members of consumer group {} subscribe alike again", group.name());
            }
            return;
        }
        long now = clock.monotonicNanos();
        boolean[] tell = new boolean[1];
        warned.compute(group.name(), (name, last) -> {
            tell[0] = last == null || now - last >= AGAIN.toNanos();
            return tell[0] ? Long.valueOf(now) : last;
        });
        if (tell[0]) {
            LOG.warn(
                    "the members of consumer group {} subscribe differently, so messages get lost to them: {}. All"
                        + " members of a group must want the same; who wants something else needs a group of its own",
                    group.name(),
                    words);
        }
    }

    int count() {
        return warned.size();
    }
}
