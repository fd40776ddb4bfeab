package org.apogeemq.bench.peers;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apogeemq.bench.proc.ProcessGroup;

/** A server made of child processes, in the order in which they were started. */
final class ChildServer implements RunningServer {
    private final long startedAtNanos;
    private final List<ServerProcess> children;

    ChildServer(long startedAtNanos, List<ServerProcess> children) {
        this.startedAtNanos = startedAtNanos;
        this.children = List.copyOf(children);
    }

    @Override
    public long startedAtNanos() {
        return startedAtNanos;
    }

    @Override
    public void awaitReady(Duration limit) throws IOException, InterruptedException {
        for (ServerProcess child : children) {
            child.awaitReady(limit);
        }
    }

    @Override
    public ProcessGroup processes() throws IOException {
        List<Long> pids = new ArrayList<>();
        for (ServerProcess child : children) {
            pids.addAll(child.javaPids());
        }
        if (pids.size() < children.size()) {
            throw new IOException(
                    "%d of %d server processes are gone".formatted(children.size() - pids.size(), children.size()));
        }
        return new ProcessGroup(pids);
    }

    @Override
    public void close() {
        for (ServerProcess child : children.reversed()) {
            child.close();
        }
    }
}
