package org.apogeemq.cli.reach;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apogeemq.protocol.json.Json;
import org.apogeemq.protocol.json.JsonObject;
import org.apogeemq.protocol.record.MessageQueue;

/**
 * Where a topic is.
 *
 * @param shares what each broker has of it
 */
public record TopicRoute(List<Share> shares) {
    private static final int READ = 4;
    private static final int WRITE = 2;
    private static final String MASTER = "0";

    /** One broker's queues of the topic, and the address of the broker's master; null if it is away. */
    public record Share(String brokerName, String address, int permission, int readQueues, int writeQueues) {
        /** Whether messages can be sent to it now. */
        public boolean isWritable() {
            return address != null && (permission & WRITE) != 0 && writeQueues > 0;
        }

        /** Whether its messages can be read now. */
        public boolean isReadable() {
            return address != null && (permission & READ) != 0 && readQueues > 0;
        }
    }

    /** Copies the shares. */
    public TopicRoute {
        shares = List.copyOf(shares);
    }

    /** Reads the body of a name server's answer. */
    static TopicRoute read(byte[] body) {
        JsonObject route = Json.parseObject(body);
        Map<String, String> masters = new HashMap<>();
        for (JsonObject broker : route.objects("brokerDatas", same -> same)) {
            String master = broker.stringMap("brokerAddrs").get(MASTER);
            if (master != null) {
                masters.put(broker.requiredString("brokerName"), master);
            }
        }
        return new TopicRoute(route.objects("queueDatas", queues -> {
            String name = queues.requiredString("brokerName");
            return new Share(
                    name,
                    masters.get(name),
                    queues.intValue("perm", 0),
                    queues.intValue("readQueueNums", 0),
                    queues.intValue("writeQueueNums", 0));
        }));
    }

    /** The queues of {@code topic} that can be read now, by the address of their broker. */
    public Map<MessageQueue, String> readable(String topic) {
        Map<MessageQueue, String> queues = new HashMap<>();
        for (Share share : shares) {
            for (int id = 0; share.isReadable() && id < share.readQueues(); id++) {
                queues.put(new MessageQueue(topic, share.brokerName(), id), share.address());
            }
        }
        return queues;
    }

    /** The shares that can be written now. */
    public List<Share> writable() {
        return new ArrayList<>(shares.stream().filter(Share::isWritable).toList());
    }
}
