package org.apogeemq.broker.group;

import org.apogeemq.broker.face.ClientLink;

/**
 * A client as a group knows it.
 *
 * @param link its connection
 * @param clientId what it calls itself
 * @param language code of its language
 * @param version ordinal of its release
 * @param fingerprint hash of its last full heartbeat, 0 if it does not use that
 * @param seenNanos monotonic time of its last heartbeat
 * @param seenMillis wall time of its last heartbeat
 */
public record Client(
        ClientLink link,
        String clientId,
        int language,
        int version,
        int fingerprint,
        long seenNanos,
        long seenMillis) {}
