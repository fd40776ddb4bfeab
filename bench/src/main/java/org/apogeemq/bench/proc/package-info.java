/**
 * What a process has used, read from Linux's {@code /proc}: CPU time and resident memory.
 *
 * <p>Owns the two formats and nothing else; whose processes they are is the business of {@code peers}.
 */
package org.apogeemq.bench.proc;
