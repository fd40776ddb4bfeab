/**
 * Apache's unmodified client against Apogee and against Apache RocketMQ, in one run.
 *
 * <p>This package holds the program's entry and its options; {@code proc} reads what a process used, {@code peers}
 * starts servers, {@code load} drives them, {@code scenario} says what is measured and in which order, {@code report}
 * keeps and prints the figures. Nothing of Apogee is on the class path: the bench knows it as a foreign client does.
 * Start at {@link org.apogeemq.bench.Bench}.
 */
package org.apogeemq.bench;
