package org.apogeemq.chaos.history;

import java.util.concurrent.atomic.AtomicInteger;

/** One message and what its sender was told of it. Written by the sender and the client's threads, then read. */
public final class Sent {
    private final MessageName name;
    private final long digest;
    private final boolean oneWay;
    private final long startedNanos;
    private final AtomicInteger attempts = new AtomicInteger();

    private volatile Acknowledgement acknowledgement;

    /**
     * Where the broker said it is.
     *
     * @param queue its queue
     * @param queueOffset its place there
     * @param nanos when the sender knew
     */
    public record Acknowledgement(QueueName queue, long queueOffset, long nanos) {}

    /**
     * A message that is about to be sent.
     *
     * @param digest of its body
     * @param oneWay its sender will never know whether it was stored
     * @param startedNanos when sending began
     */
    public Sent(MessageName name, long digest, boolean oneWay, long startedNanos) {
        this.name = name;
        this.digest = digest;
        this.oneWay = oneWay;
        this.startedNanos = startedNanos;
    }

    /** The client sends it, for the first time or again. */
    public void attempted() {
        attempts.incrementAndGet();
    }

    /** The broker has said that it is stored. */
    public void acknowledged(Acknowledgement where) {
        acknowledgement = where;
    }

    public MessageName name() {
        return name;
    }

    public long digest() {
        return digest;
    }

    public boolean isOneWay() {
        return oneWay;
    }

    public long startedNanos() {
        return startedNanos;
    }

    /** How often the client has sent it. */
    public int attempts() {
        return attempts.get();
    }

    /** What the broker said, or {@code null}: then it may be stored or not. */
    public Acknowledgement acknowledgement() {
        return acknowledgement;
    }
}
