/**
 * A message as bytes: the stored record, which is also what a pull response carries, and its parts.
 *
 * <p>Owns the layouts of records, client batches, property text and message ids, and the names and
 * flags inside them. No state, no input or output, no time: whoever calls brings the buffers. What
 * a broker does with a property stays out. Start at {@link org.apogeemq.protocol.record.RecordFormat}.
 */
package org.apogeemq.protocol.record;
