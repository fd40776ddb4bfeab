package org.apogeemq.bench.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.message.MessageQueue;
import org.apache.rocketmq.remoting.protocol.RemotingCommand;
import org.apache.rocketmq.remoting.protocol.RequestCode;
import org.apache.rocketmq.remoting.protocol.ResponseCode;
import org.apache.rocketmq.remoting.protocol.filter.FilterAPI;
import org.apache.rocketmq.remoting.protocol.header.PullMessageRequestHeader;
import org.apache.rocketmq.remoting.protocol.heartbeat.SubscriptionData;
import org.apogeemq.bench.load.Clients;

/**
 * A group of one member that reads a topic through a filter: one pull a queue is out at any time. Frames are written
 * without a client, and what comes is counted only, so that the server is what is measured.
 */
public final class FilteredReader implements AutoCloseable {
    private final DefaultMQProducer routes;
    private final GroupMember member;
    private final FrameChannel channel;
    private final String group;
    private final List<MessageQueue> queues;
    private final long[] offsets;

    /**
     * What one read was.
     *
     * @param scanned messages between the offsets where it began and ended
     * @param delivered messages of them that came
     * @param pulls requests
     */
    public record Read(long scanned, long delivered, long pulls) {
        /** Both together. */
        public Read plus(Read more) {
            return new Read(scanned + more.scanned, delivered + more.delivered, pulls + more.pulls);
        }
    }

    /** Joins {@code group}, which subscribes to {@code topic}, an existing one, by {@code type} TAG or SQL92. */
    public FilteredReader(Clients clients, String group, String topic, String type, String expression)
            throws Exception {
        this.group = group;
        routes = clients.producer();
        queues = List.copyOf(routes.fetchPublishMessageQueues(topic));
        offsets = new long[queues.size()];
        var broker = Brokers.address(routes, queues.getFirst());
        SubscriptionData subscription = FilterAPI.build(topic, expression, type);
        member = new GroupMember(new FrameChannel(broker), group, subscription, group + "-reader");
        channel = new FrameChannel(broker);
    }

    /** Whether its group knows of it. */
    public boolean hasJoined() {
        return member.known() > 0;
    }

    /** Begins with the first messages again. */
    public void rewind() {
        Arrays.fill(offsets, 0);
    }

    /** Reads from where it is to the end of the topic. */
    public Read read() throws IOException, MQClientException {
        member.beat();
        long[] ends = new long[offsets.length];
        long scanned = 0;
        for (int i = 0; i < offsets.length; i++) {
            ends[i] = routes.maxOffset(queues.get(i));
            scanned += ends[i] - offsets[i];
        }
        int out = 0;
        for (int i = 0; i < offsets.length; i++) {
            out += ask(i, ends[i]);
        }
        long pulls = out;
        long delivered = 0;
        while (out > 0) {
            RemotingCommand answer = decode();
            int index = answer.getOpaque();
            delivered += count(answer);
            offsets[index] = next(answer);
            int asked = ask(index, ends[index]);
            pulls += asked;
            out += asked - 1;
        }
        return new Read(scanned, delivered, pulls);
    }

    private RemotingCommand decode() throws IOException {
        try {
            return RemotingCommand.decode(channel.read());
        } catch (IOException e) {
            throw e;
        } catch (Exception e) { // it declares no other
            throw new IOException("an answer cannot be read", e);
        }
    }

    private int ask(int index, long end) throws IOException {
        if (offsets[index] >= end) {
            return 0;
        }
        PullMessageRequestHeader header = new PullMessageRequestHeader();
        header.setConsumerGroup(group);
        header.setTopic(queues.get(index).getTopic());
        header.setQueueId(queues.get(index).getQueueId());
        header.setQueueOffset(offsets[index]);
        header.setMaxMsgNums(Clients.PULL_BATCH);
        header.setSysFlag(0);
        header.setCommitOffset(0L);
        header.setSuspendTimeoutMillis(0L);
        header.setSubVersion(0L);
        RemotingCommand request = RemotingCommand.createRequestCommand(RequestCode.PULL_MESSAGE, header);
        request.setOpaque(index);
        channel.write(request.encode());
        return 1;
    }

    private static long next(RemotingCommand answer) throws IOException {
        int code = answer.getCode();
        boolean goesOn = code == ResponseCode.SUCCESS || code == ResponseCode.PULL_RETRY_IMMEDIATELY;
        if (!goesOn || answer.getExtFields() == null) {
            throw new IOException("a pull was answered with " + code + " " + answer.getRemark());
        }
        return Long.parseLong(answer.getExtFields().get("nextBeginOffset"));
    }

    private static long count(RemotingCommand answer) {
        long messages = 0;
        if (answer.getBody() != null) {
            ByteBuffer body = ByteBuffer.wrap(answer.getBody());
            for (int at = 0; at < body.limit(); at += body.getInt(at)) {
                messages++;
            }
        }
        return messages;
    }

    @Override
    public void close() throws IOException {
        member.close();
        channel.close();
        routes.shutdown();
    }
}
