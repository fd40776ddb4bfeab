/**
 * What a process has used, read from Linux's {@code /proc}, CPU time and resident memory, and what the disk can do.
 *
 * <p>Owns the formats and nothing else; whose processes they are is the business of {@code peers}.
 */
package org.apogeemq.bench.proc;
