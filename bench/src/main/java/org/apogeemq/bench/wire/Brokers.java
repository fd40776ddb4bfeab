package org.apogeemq.bench.wire;

import java.net.InetSocketAddress;
import org.apache.rocketmq.client.impl.factory.MQClientInstance;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.message.MessageQueue;

/** Where brokers are, for those who connect without a client. */
final class Brokers {
    private Brokers() {}

    /** Address of the broker that has {@code queue}, by the route that {@code producer} asks for. */
    static InetSocketAddress address(DefaultMQProducer producer, MessageQueue queue) {
        MQClientInstance routes = producer.getDefaultMQProducerImpl().getMqClientFactory();
        routes.updateTopicRouteInfoFromNameServer(queue.getTopic());
        String address = routes.findBrokerAddressInPublish(queue.getBrokerName());
        if (address == null) {
            throw new IllegalStateException("the broker of " + queue + " is not known");
        }
        int colon = address.lastIndexOf(':');
        return new InetSocketAddress(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
    }
}
