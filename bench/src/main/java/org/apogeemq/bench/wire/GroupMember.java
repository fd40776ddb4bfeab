package org.apogeemq.bench.wire;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.rocketmq.common.consumer.ConsumeFromWhere;
import org.apache.rocketmq.remoting.protocol.RemotingCommand;
import org.apache.rocketmq.remoting.protocol.RemotingSerializable;
import org.apache.rocketmq.remoting.protocol.RequestCode;
import org.apache.rocketmq.remoting.protocol.ResponseCode;
import org.apache.rocketmq.remoting.protocol.header.GetConsumerListByGroupRequestHeader;
import org.apache.rocketmq.remoting.protocol.header.GetConsumerListByGroupResponseBody;
import org.apache.rocketmq.remoting.protocol.heartbeat.ConsumeType;
import org.apache.rocketmq.remoting.protocol.heartbeat.ConsumerData;
import org.apache.rocketmq.remoting.protocol.heartbeat.HeartbeatData;
import org.apache.rocketmq.remoting.protocol.heartbeat.MessageModel;
import org.apache.rocketmq.remoting.protocol.heartbeat.SubscriptionData;

/**
 * A member of a consumer group as far as its broker sees one that rebalances: joins by a heartbeat, and asks for all
 * members when it has joined and whenever it is told that they changed, one question at a time.
 */
final class GroupMember implements AutoCloseable {
    private static final int HEARTBEAT = 1;
    private static final int QUESTION = 2;

    private final String group;
    private final SubscriptionData subscription;
    private final String clientId;
    private final FrameChannel channel;
    private final AtomicInteger questions = new AtomicInteger(); // 0: none out; 1: one; 2: another is wanted behind it
    private volatile int known;

    /** Joins {@code group}, which subscribes to all of {@code topic}. */
    GroupMember(FrameChannel channel, String group, String topic, String clientId) throws IOException {
        this(channel, group, new SubscriptionData(topic, "*"), clientId);
    }

    /** Joins {@code group} with this subscription. */
    GroupMember(FrameChannel channel, String group, SubscriptionData subscription, String clientId) throws IOException {
        this.channel = channel;
        this.group = group;
        this.subscription = subscription;
        this.clientId = clientId;
        Thread.ofVirtual().name("member-" + clientId).start(this::read);
        beat();
    }

    /** Says that it is there; brokers forget who does not for two minutes. */
    void beat() throws IOException {
        RemotingCommand request = RemotingCommand.createRequestCommand(RequestCode.HEART_BEAT, null);
        request.setOpaque(HEARTBEAT);
        request.setBody(heartbeat().encode());
        channel.write(request.encode());
    }

    /** Members it knows of. */
    int known() {
        return known;
    }

    /** Asks again, as clients do now and then. */
    void ask() throws IOException {
        if (questions.getAndUpdate(out -> Math.min(2, out + 1)) == 0) {
            question();
        }
    }

    private HeartbeatData heartbeat() {
        ConsumerData consumer = new ConsumerData();
        consumer.setGroupName(group);
        consumer.setConsumeType(ConsumeType.CONSUME_PASSIVELY);
        consumer.setMessageModel(MessageModel.CLUSTERING);
        consumer.setConsumeFromWhere(ConsumeFromWhere.CONSUME_FROM_LAST_OFFSET);
        subscription.setSubVersion(1);
        consumer.setSubscriptionDataSet(Set.of(subscription));
        HeartbeatData data = new HeartbeatData();
        data.setClientID(clientId);
        data.setConsumerDataSet(Set.of(consumer));
        return data;
    }

    private void question() throws IOException {
        GetConsumerListByGroupRequestHeader header = new GetConsumerListByGroupRequestHeader();
        header.setConsumerGroup(group);
        RemotingCommand request = RemotingCommand.createRequestCommand(RequestCode.GET_CONSUMER_LIST_BY_GROUP, header);
        request.setOpaque(QUESTION);
        channel.write(request.encode());
    }

    private void read() {
        try {
            while (true) {
                take(RemotingCommand.decode(channel.read()));
            }
        } catch (ClosedChannelException e) {
            // left
        } catch (Exception e) { // of decode too, which declares no other
            System.err.println("bench: member " + clientId + " ended: " + e);
        }
    }

    private void take(RemotingCommand frame) throws IOException {
        if (!frame.isResponseType()) {
            if (frame.getCode() == RequestCode.NOTIFY_CONSUMER_IDS_CHANGED) {
                ask();
            }
        } else if (frame.getOpaque() == HEARTBEAT) {
            if (frame.getCode() != ResponseCode.SUCCESS) {
                throw new IOException("a heartbeat was answered with " + frame.getCode() + " " + frame.getRemark());
            }
            ask();
        } else {
            if (frame.getBody() != null) {
                known = RemotingSerializable.decode(frame.getBody(), GetConsumerListByGroupResponseBody.class)
                        .getConsumerIdList()
                        .size();
            }
            if (questions.decrementAndGet() > 0) {
                question();
            }
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
