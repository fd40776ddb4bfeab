package org.apogeemq.broker;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.apogeemq.broker.face.ClientLink;

/** A client's connection that keeps what it is told. */
public final class RecordingLink implements ClientLink {
    private static final AtomicLong NEXT_ID = new AtomicLong(1);

    /** What the client was told. */
    public record Told(int code, Map<String, String> fields) {}

    private final long id = NEXT_ID.getAndIncrement();
    private final List<Told> told = new CopyOnWriteArrayList<>();
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private volatile Function<Told, CompletableFuture<byte[]>> answers =
            asked -> CompletableFuture.failedFuture(new UnsupportedOperationException("nobody answers here"));
    private volatile boolean open = true;

    public List<Told> told() {
        return told;
    }

    /** What was told with it each time, as text; empty where there was nothing. */
    public List<String> bodies() {
        return bodies;
    }

    /** From now on this is how the client answers. */
    public void answers(Function<Told, CompletableFuture<byte[]>> how) {
        answers = how;
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
        note(code, fields, body);
    }

    private Told note(int code, Map<String, String> fields, byte[] body) {
        var command = new Told(code, fields);
        told.add(command);
        bodies.add(body == null ? "" : new String(body, StandardCharsets.UTF_8));
        return command;
    }

    @Override
    public CompletableFuture<byte[]> ask(int code, Map<String, String> fields, byte[] body, Duration timeout) {
        return answers.apply(note(code, fields, body));
    }
}
