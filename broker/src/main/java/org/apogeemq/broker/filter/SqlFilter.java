package org.apogeemq.broker.filter;

import org.apogeemq.broker.face.RefusedException;
import org.apogeemq.filter.Filter;
import org.apogeemq.filter.FilterSyntaxException;
import org.apogeemq.protocol.command.ResponseCodes;

/** An expression in SQL as somebody subscribes with it: compiled, or with what is wrong with it. Immutable. */
public final class SqlFilter {
    private final String expression;
    // One of them is null.
    private final Filter filter;
    private final String fault;

    private SqlFilter(String expression, Filter filter, String fault) {
        this.expression = expression;
        this.filter = filter;
        this.fault = fault;
    }

    /** Compiles {@code expression}; does not throw if that fails. */
    public static SqlFilter of(String expression) {
        try {
            return new SqlFilter(expression, Filter.compile(expression), null);
        } catch (FilterSyntaxException wrong) {
            return new SqlFilter(expression, null, wrong.getMessage());
        }
    }

    /** As the subscriber wrote it. */
    public String expression() {
        return expression;
    }

    /**
     * The predicate.
     *
     * @throws RefusedException if the expression is none; it says where the fault is
     */
    public Filter filter() {
        if (filter == null) {
            throw new RefusedException(ResponseCodes.SUBSCRIPTION_PARSE_FAILED, fault);
        }
        return filter;
    }
}
