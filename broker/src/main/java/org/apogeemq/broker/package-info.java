/**
 * A broker: one package a capability, all on one log.
 *
 * <p>{@link org.apogeemq.broker.Broker} wires the rooms and decides nothing. Arrows: {@code wire} to all rooms,
 * {@code send} and {@code pull} to {@code topic}, {@code group}, {@code offset}; every room to {@code face}; none back.
 * Protocols come in through {@code wire} only.
 */
package org.apogeemq.broker;
