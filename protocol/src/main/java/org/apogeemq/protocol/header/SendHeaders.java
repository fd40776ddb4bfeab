package org.apogeemq.protocol.header;

/** Headers of sending: 10, 310, 320, 324, 325, 326, 36, 370. */
public final class SendHeaders {
    private SendHeaders() {}

    /**
     * A message to be stored (10, 324); the body is the message's, or a batch.
     *
     * @param defaultTopic template from which the topic is created if it does not exist
     * @param queueId below 0 lets the broker choose
     * @param reconsumeTimes failures so far, for retry topics
     * @param maxReconsumeTimes failures allowed, for retry topics
     */
    public record SendMessage(
            @Required String producerGroup,
            @Required String topic,
            @Required String defaultTopic,
            int defaultTopicQueueNums,
            int queueId,
            int sysFlag,
            long bornTimestamp,
            int flag,
            String properties,
            Integer reconsumeTimes,
            Boolean unitMode,
            Integer maxReconsumeTimes,
            Boolean batch,
            @Wire("bname") String brokerName) {}

    /** The same with short names (310, 320, 325): what clients send. */
    public record SendMessageV2(
            @Required @Wire("a") String producerGroup,
            @Required @Wire("b") String topic,
            @Required @Wire("c") String defaultTopic,
            @Wire("d") int defaultTopicQueueNums,
            @Wire("e") int queueId,
            @Wire("f") int sysFlag,
            @Wire("g") long bornTimestamp,
            @Wire("h") int flag,
            @Wire("i") String properties,
            @Wire("j") Integer reconsumeTimes,
            @Wire("k") Boolean unitMode,
            @Wire("l") Integer maxReconsumeTimes,
            @Wire("m") Boolean batch,
            @Wire("n") String brokerName) {

        /** The same request under its long names. */
        public SendMessage toSendMessage() {
            return new SendMessage(
                    producerGroup,
                    topic,
                    defaultTopic,
                    defaultTopicQueueNums,
                    queueId,
                    sysFlag,
                    bornTimestamp,
                    flag,
                    properties,
                    reconsumeTimes,
                    unitMode,
                    maxReconsumeTimes,
                    batch,
                    brokerName);
        }
    }

    /**
     * Where the message was stored. Clients read the fields of any success, so it is always sent.
     *
     * @param msgId offset message id; of a batch one for each message, separated by commas
     * @param queueOffset of a batch that of the first message
     * @param transactionId the message's UNIQ_KEY
     */
    public record SendMessageResponse(
            @Required String msgId,
            int queueId,
            long queueOffset,
            String transactionId,
            String batchUniqId,
            String recallHandle,
            @Wire("MSG_REGION") String region,
            @Wire("TRACE_ON") String traceOn) {}

    /** A reply the broker passes on to the caller (326); hosts are {@code ip:port}. */
    public record PushReply(
            @Required String producerGroup,
            @Required String topic,
            @Required String defaultTopic,
            int defaultTopicQueueNums,
            int queueId,
            int sysFlag,
            long bornTimestamp,
            int flag,
            String properties,
            Integer reconsumeTimes,
            Boolean unitMode,
            @Required String bornHost,
            @Required String storeHost,
            long storeTimestamp) {}

    /**
     * A message the group could not consume and wants again (36).
     *
     * @param offset its log offset
     * @param delayLevel 0 the broker decides, -1 straight to the dead letters, else the level
     */
    public record SendBack(
            long offset,
            @Required String group,
            int delayLevel,
            String originMsgId,
            String originTopic,
            Boolean unitMode,
            Integer maxReconsumeTimes,
            @Wire("bname") String brokerName) {}

    /** A delayed message that is not to be delivered after all (370). */
    public record Recall(
            String producerGroup,
            @Required String topic,
            @Required String recallHandle) {}

    /** The UNIQ_KEY of the message that was called back. */
    public record RecallResponse(
            @Required String msgId, @Wire("MSG_REGION") String region) {}
}
