package org.apogeemq.bench.report;

/**
 * One line of the table.
 *
 * @param scenario what was done, such as {@code async send, 1 KiB}
 * @param name what was measured, such as {@code throughput}
 * @param unit unit of the number, such as {@code messages/s}
 */
public record Metric(String scenario, String name, String unit) {}
