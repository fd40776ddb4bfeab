/**
 * JSON as peers of this protocol write it: a tolerant reader and an exact writer.
 *
 * <p>Owns the dialect (numbers and objects as keys, references, loose commas) and the limits that keep
 * hostile text cheap. Knows no message, header or body: those lie in {@code body} and {@code command}.
 * Start at {@link org.apogeemq.protocol.json.Json} and {@link org.apogeemq.protocol.json.JsonWriter}.
 */
package org.apogeemq.protocol.json;
