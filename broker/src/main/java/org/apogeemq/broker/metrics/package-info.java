/**
 * What the broker tells about itself: counters, rates, the table of runtime figures, its settings as text.
 *
 * <p>Owns the counters (raised by {@code send} and {@code pull}) and a sample of them every ten seconds. Nothing here
 * influences a message. Start at {@code BrokerCounters}, then {@code RuntimeInfo}.
 */
package org.apogeemq.broker.metrics;
