package org.apogeemq.store.compact;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The first 16 bytes of the SHA-256 of a key. Keys are told apart by it: nobody can make two that share it, so that no
 * message can push out the last value of another key.
 */
public record KeyDigest(long high, long low) {
    /** Makes digests. Confined to one thread. */
    public static final class Maker {
        private final MessageDigest sha;

        /** Makes one. */
        public Maker() {
            try {
                sha = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has SHA-256", e);
            }
        }

        /** The digest of these bytes. */
        public KeyDigest of(byte[] key) {
            ByteBuffer digest = ByteBuffer.wrap(sha.digest(key));
            return new KeyDigest(digest.getLong(), digest.getLong());
        }
    }
}
