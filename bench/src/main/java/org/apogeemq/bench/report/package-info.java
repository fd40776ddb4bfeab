/**
 * Figures of a run: kept as measured, shown side by side with their spread, written as JSON.
 *
 * <p>Knows nothing of servers or load: a figure is a peer's name, a metric and a number.
 */
package org.apogeemq.bench.report;
