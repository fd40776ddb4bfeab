package org.apogeemq.broker.send;

/**
 * What the answer to a send needs once its records are stored. Pooled; given by the adapter, given back with the
 * answer. {@code reply} is the adapter's own.
 */
public final class SendTicket {
    /** The adapter's way to the caller. */
    public Object reply;

    public int opaque;
    public byte serializeType;
    public boolean oneway;
    /** Why the answer is a failure although the message is stored; null: it is none. */
    public String refusal;

    String topic = "";
    int queueId;
    // Bytes of all its records.
    int bytes;
    byte[] storeAddress = new byte[4];
    int storePort;
    // Where the UNIQ_KEY of the (first) message lies in the draft's buffer; 0 bytes: none.
    int uniqueKeyAt;
    int uniqueKeyBytes;
    byte[] recallHandle;

    /** Topic the message went to. */
    public String topic() {
        return topic;
    }

    /** Queue the message went to. */
    public int queueId() {
        return queueId;
    }

    /** Bytes of all records of the request. */
    public int bytes() {
        return bytes;
    }

    /** Store host written into the record; not to be changed. */
    public byte[] storeAddress() {
        return storeAddress;
    }

    public int storePort() {
        return storePort;
    }

    /** Absolute index of the UNIQ_KEY in the draft's buffer. */
    public int uniqueKeyAt() {
        return uniqueKeyAt;
    }

    public int uniqueKeyBytes() {
        return uniqueKeyBytes;
    }

    /** By which the message can be recalled while it waits for its time; null: it does not wait. */
    public byte[] recallHandle() {
        return recallHandle;
    }
}
