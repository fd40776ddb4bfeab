package org.apogeemq.broker.stats;

/**
 * What a window holds.
 *
 * @param sum messages, or bytes
 * @param perSecond the sum over the time it was gathered in, ten seconds at least
 * @param perRequest the sum over the requests that brought it; 0 without any
 */
public record Figure(long sum, double perSecond, double perRequest) {
    /** Nothing. */
    public static final Figure NONE = new Figure(0, 0, 0);
}
