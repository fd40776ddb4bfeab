package org.apogeemq.broker.filter;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apogeemq.broker.face.RefusedException;
import org.apogeemq.protocol.body.SubscriptionData;
import org.apogeemq.protocol.command.ResponseCodes;

/**
 * Which expressions this broker takes besides tags, and those that came with pulls lately: a client that sends its
 * expression with every pull does not have it compiled every time. Thread-safe; the lock is held for a look into a map.
 */
public final class SqlFilters {
    static final int KEPT_MAX = 256;
    static final int KEPT_CHARACTERS_MAX = 1 << 20;

    private final boolean enabled;
    // The one used longest ago comes first. Guarded by this.
    private final Map<String, SqlFilter> kept = new LinkedHashMap<>(16, 0.75f, true);
    private int characters;

    /** @param enabled whether expressions other than tags are taken (enablePropertyFilter) */
    public SqlFilters(boolean enabled) {
        this.enabled = enabled;
    }

    /**
     * Does nothing if subscriptions of this type are taken.
     *
     * @param type as clients name it; not of tags
     * @throws RefusedException if they are not
     */
    public void check(String type) {
        if (!enabled || !type.equals(SubscriptionData.SQL92)) {
            throw new RefusedException(
                    ResponseCodes.SYSTEM_ERROR,
                    "The broker does not support consumer to filter message by " + type
                            + (enabled ? "" : ": enablePropertyFilter is false"));
        }
    }

    /** What {@code expression} is, compiled now or before. */
    public SqlFilter of(String expression) {
        synchronized (this) {
            SqlFilter present = kept.get(expression);
            if (present != null) {
                return present;
            }
        }
        SqlFilter compiled = SqlFilter.of(expression); // not under the lock: that takes its time
        keep(compiled);
        return compiled;
    }

    private synchronized void keep(SqlFilter filter) {
        if (filter.expression().length() > KEPT_CHARACTERS_MAX || kept.put(filter.expression(), filter) != null) {
            return;
        }
        characters += filter.expression().length();
        var oldest = kept.values().iterator();
        while (kept.size() > KEPT_MAX || characters > KEPT_CHARACTERS_MAX) {
            characters -= oldest.next().expression().length();
            oldest.remove();
        }
    }

    /** Number of expressions kept. */
    synchronized int size() {
        return kept.size();
    }
}
