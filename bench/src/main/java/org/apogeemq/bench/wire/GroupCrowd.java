package org.apogeemq.bench.wire;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.message.MessageQueue;
import org.apogeemq.bench.load.Clients;

/** Many members of one group, each with a connection of its own, and the time until all know of all. */
public final class GroupCrowd implements AutoCloseable {
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(180);
    /** Clients rebalance without being told, too. */
    private static final long ASK_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(20);

    private static final long LOOK_MILLIS = 2;

    private final DefaultMQProducer producer;
    private final MessageQueue queue;
    private final String group;
    private final List<GroupMember> members = new ArrayList<>();
    private int joined;

    /** A group without members. {@code topic} exists. */
    public GroupCrowd(Clients clients, String group, String topic) throws MQClientException {
        this.group = group;
        producer = clients.producer();
        queue = producer.fetchPublishMessageQueues(topic).getFirst();
    }

    /** Lets {@code count} more members join; returns the nanoseconds until all members know of all. */
    public long join(int count) throws IOException, InterruptedException {
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            FrameChannel channel = new FrameChannel(Brokers.address(producer, queue));
            members.add(new GroupMember(channel, group, queue.getTopic(), "bench-member-" + joined++));
        }
        return awaitAll(start);
    }

    /** Ends the connection of one member; returns the nanoseconds until all others know. */
    public long leave() throws IOException, InterruptedException {
        long start = System.nanoTime();
        members.removeLast().close();
        return awaitAll(start);
    }

    private long awaitAll(long start) throws IOException, InterruptedException {
        long asked = start;
        while (members.stream().anyMatch(member -> member.known() != members.size())) {
            long now = System.nanoTime();
            if (now - start > LIMIT_NANOS) {
                throw new IOException("after %d s not all of %d members know of all"
                        .formatted(TimeUnit.NANOSECONDS.toSeconds(LIMIT_NANOS), members.size()));
            }
            if (now - asked > ASK_AGAIN_NANOS) {
                asked = now;
                for (GroupMember member : members) {
                    member.ask();
                }
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        return System.nanoTime() - start;
    }

    @Override
    public void close() throws IOException {
        for (GroupMember member : members) {
            member.close();
        }
        producer.shutdown();
    }
}
