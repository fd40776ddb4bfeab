package org.apogeemq.broker.change;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apogeemq.broker.face.RefusedException;
import org.apogeemq.protocol.command.ResponseCodes;

/**
 * Lets changes of the same thing happen one after the other, so that each sees what the one before has done; changes
 * of different things do not wait for each other. Those who want a thing made that is missing share one change.
 * Thread-safe; no thread waits.
 */
public final class Turns<T> {
    /** Most changes of one thing that wait. */
    static final int WAITING_MAX = 1_000;

    private record Turn<T>(Supplier<CompletableFuture<T>> change, CompletableFuture<T> outcome) {}

    // The first of each queue is under way. A queue is touched within compute of its name only.
    private final Map<String, Deque<Turn<T>>> queues = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<T>> shared = new ConcurrentHashMap<>();

    /**
     * Runs {@code change} after all changes of {@code name} that came before; completes as it does. Fails with a
     * {@link RefusedException} if {@value #WAITING_MAX} are waiting.
     */
    public CompletableFuture<T> take(String name, Supplier<CompletableFuture<T>> change) {
        Turn<T> turn = new Turn<>(change, new CompletableFuture<>());
        boolean[] first = new boolean[1];
        boolean[] full = new boolean[1];
        queues.compute(name, (key, present) -> {
            Deque<Turn<T>> queue = present == null ? new ArrayDeque<>() : present;
            full[0] = queue.size() > WAITING_MAX;
            first[0] = queue.isEmpty();
            if (!full[0]) {
                queue.add(turn);
            }
            return queue;
        });
        if (full[0]) {
            return CompletableFuture.failedFuture(new RefusedException(
                    ResponseCodes.SYSTEM_BUSY, WAITING_MAX + " changes of " + name + " are waiting already"));
        }
        if (first[0]) {
            run(name, turn);
        }
        return turn.outcome;
    }

    /** As {@link #take}, but whoever comes while such a change waits or runs gets its outcome, not one of his own. */
    public CompletableFuture<T> share(String name, Supplier<CompletableFuture<T>> change) {
        CompletableFuture<T> mine = new CompletableFuture<>();
        CompletableFuture<T> present = shared.putIfAbsent(name, mine);
        if (present != null) {
            return present;
        }
        take(name, change).whenComplete((outcome, failure) -> {
            shared.remove(name, mine);
            complete(mine, outcome, failure);
        });
        return mine;
    }

    /** A loop, not a recursion: a thousand changes that are done at once must not fill the stack. */
    private void run(String name, Turn<T> first) {
        Turn<T> turn = first;
        while (turn != null) {
            Turn<T> present = turn;
            CompletableFuture<T> running = start(present);
            if (!running.isDone()) {
                running.whenComplete((outcome, failure) -> {
                    complete(present.outcome, outcome, failure);
                    run(name, next(name));
                });
                return;
            }
            running.whenComplete((outcome, failure) -> complete(present.outcome, outcome, failure));
            turn = next(name);
        }
    }

    private Turn<T> next(String name) {
        AtomicReference<Turn<T>> next = new AtomicReference<>();
        queues.computeIfPresent(name, (key, queue) -> {
            queue.remove();
            next.set(queue.peek());
            return queue.isEmpty() ? null : queue;
        });
        return next.get();
    }

    private static <T> CompletableFuture<T> start(Turn<T> turn) {
        try {
            return turn.change.get();
        } catch (RuntimeException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    private static <T> void complete(CompletableFuture<T> future, T outcome, Throwable failure) {
        if (failure == null) {
            future.complete(outcome);
        } else {
            future.completeExceptionally(failure);
        }
    }
}
