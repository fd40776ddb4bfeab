package org.apogeemq.broker.stats;

/** What a series held when it was read: over the last minute, hour and day. */
public record Statistic(Figure minute, Figure hour, Figure day) {}
