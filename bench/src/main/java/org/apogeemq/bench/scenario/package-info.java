/**
 * What is measured, in which order: scenarios, visits and rounds.
 *
 * <p>A visit starts one server in a fresh folder, runs the scenarios asked for and stops it; a round is a visit to each
 * peer in turn, so that never more than one server runs. Every peer gets the same settings, warm-up and pauses. Start
 * at {@link org.apogeemq.bench.scenario.Rounds}.
 */
package org.apogeemq.bench.scenario;
