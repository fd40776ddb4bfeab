package org.apogeemq.bench.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.message.MessageQueue;
import org.apache.rocketmq.remoting.protocol.RemotingCommand;
import org.apache.rocketmq.remoting.protocol.RequestCode;
import org.apache.rocketmq.remoting.protocol.ResponseCode;
import org.apache.rocketmq.remoting.protocol.header.PullMessageRequestHeader;
import org.apogeemq.bench.load.Clients;

/** Long pulls of one group over one connection; the opaque of each is the index of its queue. */
final class PullConnection implements AutoCloseable {
    private static final int SUSPEND = 2;
    private static final int SUBSCRIPTION = 4;
    private static final long SUSPEND_MILLIS = 60_000;

    private final String group;
    private final List<MessageQueue> queues;
    private final long[] offsets;
    private final Answered answered;
    private final FrameChannel channel;

    /** Told of each answer. */
    interface Answered {
        void answered(MessageQueue queue, boolean found);
    }

    /** Connects, and asks for the first message of each of {@code queues}, which are of one broker. */
    PullConnection(DefaultMQProducer producer, String group, List<MessageQueue> queues, Answered answered)
            throws IOException {
        this.group = group;
        this.queues = List.copyOf(queues);
        this.answered = answered;
        offsets = new long[queues.size()];
        channel = new FrameChannel(Brokers.address(producer, queues.getFirst()));
        Thread.ofPlatform().name("pulls-" + group).daemon().start(this::read);
        for (int i = 0; i < queues.size(); i++) {
            ask(i);
        }
    }

    private void ask(int index) throws IOException {
        MessageQueue queue = queues.get(index);
        PullMessageRequestHeader header = new PullMessageRequestHeader();
        header.setConsumerGroup(group);
        header.setTopic(queue.getTopic());
        header.setQueueId(queue.getQueueId());
        header.setQueueOffset(offsets[index]);
        header.setMaxMsgNums(Clients.PULL_BATCH);
        header.setSysFlag(SUSPEND | SUBSCRIPTION);
        header.setCommitOffset(0L);
        header.setSuspendTimeoutMillis(SUSPEND_MILLIS);
        header.setSubscription("*");
        header.setSubVersion(0L);
        header.setExpressionType("TAG");
        RemotingCommand request = RemotingCommand.createRequestCommand(RequestCode.PULL_MESSAGE, header);
        request.setOpaque(index);
        channel.write(request.encode());
    }

    private void read() {
        try {
            while (true) {
                ByteBuffer frame = channel.read();
                RemotingCommand answer = RemotingCommand.decode(frame);
                int index = answer.getOpaque();
                boolean found = answer.getCode() == ResponseCode.SUCCESS;
                String next = answer.getExtFields() == null
                        ? null
                        : answer.getExtFields().get("nextBeginOffset");
                if (next == null) {
                    throw new IOException("a pull was answered with " + answer.getCode() + " " + answer.getRemark());
                }
                offsets[index] = Long.parseLong(next);
                answered.answered(queues.get(index), found);
                ask(index);
            }
        } catch (ClosedChannelException e) {
            // closed by us
        } catch (Exception e) { // of decode too, which declares no other
            System.err.println("bench: the pulls of " + group + " ended: " + e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
