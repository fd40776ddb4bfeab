package org.apogeemq.conformance.apache;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.apache.rocketmq.common.message.MessageClientExt;
import org.apache.rocketmq.common.message.MessageConst;
import org.apache.rocketmq.common.message.MessageExt;

/** All that a consumer sees of a stored message. */
record Seen(
        String place,
        long logOffset,
        String offsetId,
        int sysFlag,
        int flag,
        String times,
        String hosts,
        int bodyCrc,
        int reconsumed,
        long preparedAt,
        int bodyHash,
        int bodyLength,
        Map<String, String> properties) {

    static String place(String topic, int queueId, long queueOffset) {
        return topic + "/" + queueId + "@" + queueOffset;
    }

    static Seen of(MessageExt message) {
        Map<String, String> properties = new TreeMap<>(message.getProperties());
        properties.remove(MessageConst.PROPERTY_MIN_OFFSET); // added by the client, from the answer
        properties.remove(MessageConst.PROPERTY_MAX_OFFSET);
        return new Seen(
                place(message.getTopic(), message.getQueueId(), message.getQueueOffset()),
                message.getCommitLogOffset(),
                ((MessageClientExt) message).getOffsetMsgId(),
                message.getSysFlag(),
                message.getFlag(),
                message.getBornTimestamp() + ".." + message.getStoreTimestamp(),
                message.getBornHost() + " " + message.getStoreHost(),
                message.getBodyCRC(),
                message.getReconsumeTimes(),
                message.getPreparedTransactionOffset(),
                Arrays.hashCode(message.getBody()),
                message.getBody().length,
                properties);
    }
}
