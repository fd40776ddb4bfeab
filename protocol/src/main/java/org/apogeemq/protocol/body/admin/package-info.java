/**
 * JSON bodies in which a broker tells administrators about itself: statistics, replication, producers, raw queues.
 *
 * <p>Records that read and write their own body, in the names Apache's tools use. What clients send and get every day
 * is in the package above.
 */
package org.apogeemq.protocol.body.admin;
