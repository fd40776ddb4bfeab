/**
 * What the capabilities of a broker know of those who use it: the caller, the way back to him, refusal.
 *
 * <p>Protocol adapters (room {@code wire}) translate to these types; no room behind them sees a connection or a frame.
 * Owns no state. Start at {@code Caller}.
 */
package org.apogeemq.broker.face;
