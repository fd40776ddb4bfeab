/**
 * The composition root: builds every part of the program from its settings, in order, and closes them in reverse.
 *
 * <p>It decides nothing about messages; a rule found here is in the wrong room. It owns the parts from start to end.
 * Start at {@code Wiring}.
 */
package org.apogeemq.server.wiring;
