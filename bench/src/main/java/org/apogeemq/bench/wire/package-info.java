/** Loads that write frames themselves, where a client would cost more than what it is to measure, or a JVM has no room. */
package org.apogeemq.bench.wire;
