package org.apogeemq.broker;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.apogeemq.broker.face.ClientLink;

/** A client's connection that keeps what it is told. */
public final class RecordingLink implements ClientLink {
    private static final AtomicLong NEXT_ID = new AtomicLong(1);

    /** What the client was told. */
    public record Told(int code, Map<String, String> fields) {}

    private final long id = NEXT_ID.getAndIncrement();
    private final List<Told> told = new CopyOnWriteArrayList<>();
    private volatile boolean open = true;

    public List<Told> told() {
        return told;
    }

    public void breakOff() {
        open = false;
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public String remote() {
        return "10.0.0.9:" + (50_000 + id);
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void notify(int code, Map<String, String> fields, byte[] body) {
        told.add(new Told(code, fields));
    }

    @Override
    public CompletableFuture<byte[]> ask(int code, Map<String, String> fields, byte[] body, Duration timeout) {
        return CompletableFuture.failedFuture(new UnsupportedOperationException("nobody answers here"));
    }
}
