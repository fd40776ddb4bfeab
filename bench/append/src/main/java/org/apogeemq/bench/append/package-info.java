/**
 * The append path inside the process, with JMH: nanoseconds and bytes allocated per record.
 *
 * <p>{@link org.apogeemq.bench.append.AppendBenchmark} measures the store as it is,
 * {@link org.apogeemq.bench.append.SyncAppendBenchmark} the same when each append waits for the disk, and
 * {@link org.apogeemq.bench.append.WaysToWrite} ways to write a log, taken or not (decision 0013). Run them with
 * {@code bin/bench append}. Files go to the folder {@code bench.folder}, a system property.
 */
package org.apogeemq.bench.append;
