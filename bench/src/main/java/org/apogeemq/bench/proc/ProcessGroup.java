package org.apogeemq.bench.proc;

import java.io.IOException;
import java.util.List;

/**
 * The processes that together are one server, such as a name server and a broker. Figures are their sums.
 *
 * @param pids process ids, at least one
 */
public record ProcessGroup(List<Long> pids) {
    public ProcessGroup {
        pids = List.copyOf(pids);
        if (pids.isEmpty()) {
            throw new IllegalArgumentException("pids is empty, must name at least one process");
        }
    }

    /**
     * CPU time used so far.
     *
     * @throws IOException if one of the processes is gone
     */
    public CpuTime cpu() throws IOException {
        CpuTime sum = CpuTime.NONE;
        for (long pid : pids) {
            sum = sum.plus(CpuTime.of(pid));
        }
        return sum;
    }

    /**
     * Memory resident now. A page shared by two of the processes counts twice.
     *
     * @throws IOException if one of the processes is gone
     */
    public Memory memory() throws IOException {
        Memory sum = Memory.NONE;
        for (long pid : pids) {
            sum = sum.plus(Memory.of(pid));
        }
        return sum;
    }
}
