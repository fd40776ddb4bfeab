package org.apogeemq.broker.apache;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** One of our tables as a settings file of Apache's. Methods throw {@code JsonException} for what they cannot read. */
interface ApacheTable {
    /** Name of the file. */
    String file();

    /** Member of the file that holds the entries. */
    String member();

    /**
     * Brings into our table what {@code theirs} says differently from what was {@code known} when we last had the file.
     * Completes when that is in the log.
     */
    CompletableFuture<Void> takeOver(Optional<byte[]> known, byte[] theirs);

    /**
     * What the file is to say. {@link ConfigText} adds members that only Apache knows.
     *
     * @param present what it says now, if anything
     */
    byte[] content(Optional<byte[]> present);

    /** Whether a member of {@link #content}, or of one of its entries, is ours alone: an old one is not kept. */
    boolean isOurs(String member);
}
