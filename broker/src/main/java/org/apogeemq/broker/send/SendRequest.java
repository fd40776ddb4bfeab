package org.apogeemq.broker.send;

import java.nio.ByteBuffer;
import java.util.Map;
import org.apogeemq.broker.retry.DeadLetter;
import org.apogeemq.protocol.record.MessageProperties;

/**
 * A send as the adapters hand it over. Mutable, reused for every request of an event loop; buffers are only borrowed
 * for the call.
 */
public final class SendRequest {
    /** Topic the client names. */
    public String topic = "";
    /** Topic whose settings a new topic takes over (TBW102). */
    public String defaultTopic = "";
    /** Queues the client wants a new topic to have. */
    public int defaultTopicQueues;
    /** Queue wanted; below 0: any. */
    public int queueId;
    /** Bits of {@link org.apogeemq.protocol.record.SysFlags}. */
    public int sysFlag;
    /** The client's clock when the message was made, ms. */
    public long bornTimestamp;
    /** The application's own number. */
    public int flag;
    /** Holds the property text. */
    public byte[] properties = new byte[0];

    public int propertiesAt;
    public int propertiesBytes;
    /** Failed consumptions so far, for retry topics. */
    public int reconsumeTimes;
    /** Limit of these, or -1 if the client names none. */
    public int maxReconsumeTimes;
    /** Set by the rules: why the group has given it up, {@link #topic} is that of its dead letters; else null. */
    String deadLetter;
    /** The body holds many messages. */
    public boolean batch;

    public ByteBuffer body = ByteBuffer.allocate(0);
    /** Address and port of the client. */
    public byte[] bornAddress = new byte[4];

    public int bornPort;
    /** Address and port of ours by which clients find the stored message again. */
    public byte[] storeAddress = new byte[4];

    public int storePort;

    /** Lets the properties say why it is a dead letter. */
    void markDead() {
        Map<String, String> pairs = MessageProperties.parse(properties, propertiesAt, propertiesBytes);
        DeadLetter.mark(pairs, deadLetter);
        properties = MessageProperties.bytes(MessageProperties.format(pairs));
        propertiesAt = 0;
        propertiesBytes = properties.length;
    }
}
