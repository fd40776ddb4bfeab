/**
 * Stores with bytes changed at random: opening says what is wrong in a line or goes on without what was damaged. Start
 * at {@code StoreFuzzTest}.
 */
package org.apogeemq.store.fuzz;
