/** Loads that write frames themselves, where a client would cost more than what is measured or would find no room. */
package org.apogeemq.bench.wire;
