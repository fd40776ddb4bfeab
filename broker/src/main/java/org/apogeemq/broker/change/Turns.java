package org.apogeemq.broker.change;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Lets changes of the same thing happen one after the other, so that each sees what the one before has done; changes
 * of different things do not wait for each other. Thread-safe; no thread waits.
 */
public final class Turns<T> {
    private final Map<String, CompletableFuture<T>> last = new ConcurrentHashMap<>();

    /** Runs {@code change} after all changes of {@code name} that came before; completes as it does. */
    public CompletableFuture<T> take(String name, Supplier<CompletableFuture<T>> change) {
        CompletableFuture<T> mine = new CompletableFuture<>();
        CompletableFuture<T> before = last.put(name, mine);
        if (before == null) {
            run(name, change, mine);
        } else {
            before.whenComplete((done, failure) -> run(name, change, mine));
        }
        return mine;
    }

    private void run(String name, Supplier<CompletableFuture<T>> change, CompletableFuture<T> mine) {
        CompletableFuture<T> running;
        try {
            running = change.get();
        } catch (RuntimeException refused) {
            running = CompletableFuture.failedFuture(refused);
        }
        running.whenComplete((done, failure) -> {
            last.remove(name, mine);
            if (failure == null) {
                mine.complete(done);
            } else {
                mine.completeExceptionally(failure);
            }
        });
    }
}
