package org.apogeemq.protocol.body.admin;

import org.apogeemq.protocol.json.JsonWriter;

/**
 * How replication stands, as a master without replicas says it (907).
 *
 * @param maxLogOffset where the log ends, in bytes
 */
public record HaStatus(long maxLogOffset) {
    /** Writes a body. */
    public byte[] toJson() {
        return new JsonWriter()
                .beginObject()
                .name("haConnectionInfo")
                .beginArray()
                .endArray()
                .field("inSyncSlaveNums", 0)
                .field("master", true)
                .field("masterCommitLogMaxOffset", maxLogOffset)
                .endObject()
                .bytes();
    }
}
