/**
 * Orderly consumers as processes that are killed again and again while messages come, and what must not happen then.
 *
 * <p>What is drawn by lot comes from one seed ({@code Steps}); the order is checked by the test kit. The program itself
 * is not killed here. Start at {@code ConsumersRun}.
 */
package org.apogeemq.chaos.consumers;
