package org.apogeemq.broker.filter;

import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.apogeemq.filter.Filter;

/** The {@link Outcomes} of one queue, by expression. Thread-safe. */
public final class QueueOutcomes {
    /** Expressions of one queue whose outcomes are remembered; others are evaluated each time. */
    static final int EXPRESSIONS_MAX = 64;

    /** The same for their length: a longer one is not remembered. */
    static final int CHARACTERS_MAX = 8_192;

    private final OutcomeMemory memory;
    private final ConcurrentHashMap<String, Outcomes> byExpression = new ConcurrentHashMap<>(2);
    private volatile Outcomes[] all = {};

    /** Nothing is known yet. */
    public QueueOutcomes(OutcomeMemory memory) {
        this.memory = memory;
    }

    /**
     * Those of {@code filter}, with which somebody pulls now.
     *
     * @return {@code null} if there is no room for another expression
     */
    // hot
    public Outcomes of(Filter filter, long nowMillis) {
        Outcomes present = byExpression.get(filter.expression());
        if (present == null) {
            present = begin(filter);
        }
        if (present != null) {
            present.asked(nowMillis);
        }
        return present;
    }

    private synchronized Outcomes begin(Filter filter) {
        String expression = filter.expression();
        Outcomes present = byExpression.get(expression);
        if (present != null) {
            return present; // another thread was first
        }
        if (expression.length() > CHARACTERS_MAX
                || !memory.begin(expression.length(), byExpression.size() < EXPRESSIONS_MAX)) {
            return null;
        }
        Outcomes begun = new Outcomes(filter, memory);
        byExpression.put(expression, begun);
        all = byExpression.values().toArray(Outcomes[]::new);
        return begun;
    }

    /** Those of all expressions; not to be changed. */
    public Outcomes[] all() {
        return all;
    }

    /** Forgets expressions with which nobody has pulled since {@code millis}. */
    public void forgetUnaskedSince(long millis) {
        forget(outcomes -> outcomes.askedMillis() < millis);
    }

    /** Forgets everything. */
    public void forget() {
        forget(outcomes -> true);
    }

    private synchronized void forget(Predicate<Outcomes> which) {
        for (Outcomes outcomes : all) {
            if (which.test(outcomes)) {
                byExpression.remove(outcomes.filter().expression());
                memory.remove(outcomes);
            }
        }
        all = byExpression.values().toArray(Outcomes[]::new);
    }
}
