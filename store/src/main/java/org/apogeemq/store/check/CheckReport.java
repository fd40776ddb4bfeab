package org.apogeemq.store.check;

import java.nio.file.Path;
import java.util.List;

/**
 * What a check has found.
 *
 * @param root the data folder
 * @param maker who wrote the store last
 * @param stopped how it was stopped
 * @param log figures of the log
 * @param queues figures of the queues
 * @param findings the first ones
 * @param findingCount how many there are
 */
public record CheckReport(
        Path root, Maker maker, Stop stopped, Log log, Queues queues, List<Finding> findings, long findingCount) {
    /** Who wrote a store. */
    public enum Maker {
        APOGEE,
        APACHE
    }

    /** How a store was stopped. */
    public enum Stop {
        CLEANLY,
        /** Killed, or the machine ended: what is missing behind the checkpoint comes again from the log. */
        NOT_CLEANLY
    }

    /**
     * @param segments files of the log
     * @param from log offset of the first byte
     * @param to log offset behind the last record
     * @param bytes read
     * @param records whole ones
     * @param voids records that stand for damage that was healed before; among {@code records}
     */
    public record Log(int segments, long from, long to, long bytes, long records, long voids) {}

    /**
     * @param queues queues that have messages in the log
     * @param entries queue entries that were compared with the log
     * @param pending entries that are not in queue files yet; opening adds them
     */
    public record Queues(int queues, long entries, long pending) {}

    /** Copies the findings. */
    public CheckReport {
        findings = List.copyOf(findings);
    }

    /** Whether nothing was found. */
    public boolean isSound() {
        return findingCount == 0;
    }
}
