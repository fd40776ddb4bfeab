/**
 * The typed fields of requests and responses: one record each, in a file a capability.
 *
 * <p>They travel as texts by name (extension fields); {@link org.apogeemq.protocol.header.HeaderCodec} turns
 * records into them and back, driven by the records' components. A component of primitive type or marked
 * {@link org.apogeemq.protocol.header.Required} must be there, any other may be {@code null}; fields that
 * have no component are ignored. Ranges and rules of a capability stay out: they are the broker's.
 */
package org.apogeemq.protocol.header;
