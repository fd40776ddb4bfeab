package org.apogeemq.chaos.history;

import java.util.Collection;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** All messages sent to one store. Safe for use by several threads. */
public final class History {
    private final Queue<Sent> sent = new ConcurrentLinkedQueue<>();
    private final AtomicLong acknowledged = new AtomicLong();

    private volatile CompletableFuture<Long> nextAcknowledgement = new CompletableFuture<>();

    /** A message is about to be sent. */
    public Sent begin(MessageName name, byte[] body, boolean oneWay) {
        var message = new Sent(name, Bodies.digest(body), oneWay, System.nanoTime());
        sent.add(message);
        return message;
    }

    /** The broker has said where {@code message} is. */
    public void acknowledged(Sent message, QueueName queue, long queueOffset) {
        long now = System.nanoTime();
        message.acknowledged(new Sent.Acknowledgement(queue, queueOffset, now));
        acknowledged.incrementAndGet();
        nextAcknowledgement.complete(now);
    }

    /** Completes with the time of the first acknowledgement from now on, as of {@link System#nanoTime}. */
    public CompletableFuture<Long> nextAcknowledgement() {
        var next = new CompletableFuture<Long>();
        nextAcknowledgement = next;
        return next;
    }

    /** How many messages were acknowledged so far. */
    public long acknowledged() {
        return acknowledged.get();
    }

    /** All messages so far. */
    public Collection<Sent> sent() {
        return sent;
    }
}
