/**
 * A store against a simple model of it: random steps, faults and ends of processes, and what must be there afterwards.
 * Start at {@code StoreModelTest}; {@code ModelRun} takes the steps, {@code StoreModel} knows what is right.
 */
package org.apogeemq.store.model;
