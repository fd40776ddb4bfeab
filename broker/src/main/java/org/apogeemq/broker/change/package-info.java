/**
 * How settings of topics and groups change: one change after the other, attributes by delta.
 *
 * <p>Owns the changes under way, nothing that lasts. What is changed, and who may do so, is not known here. Start at
 * {@code Turns}.
 */
package org.apogeemq.broker.change;
