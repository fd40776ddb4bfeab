package org.apogeemq.conformance.clients;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.client.producer.SendResult;
import org.apache.rocketmq.common.message.Message;
import org.apogeemq.testkit.server.Server;

/**
 * A client that may run in another network namespace: sends and receives a few messages and prints which route it
 * was given. Arguments: name server as {@code host:port}, topic, and port mappings as {@code port=host:port}, each
 * of which is set up on 127.0.0.1 before anything else.
 */
public final class RoundTripProgram {
    private static final int MESSAGES = 10;

    private RoundTripProgram() {}

    /** Ends with exit code 0 after a line {@code all 10 messages came back} if all is well. */
    public static void main(String[] arguments) throws Exception {
        for (int i = 2; i < arguments.length; i++) {
            String[] mapping = arguments[i].split("=", 2);
            PortMapping.start(Integer.parseInt(mapping[0]), mapping[1]);
        }
        String topic = arguments[1];
        var server = new Server(arguments[0], arguments[0]);
        try (var clients = new Clients(server)) {
            DefaultMQProducer producer = clients.producer();
            for (int i = 0; i < MESSAGES; i++) {
                SendResult result = producer.send(new Message(topic, ("m" + i).getBytes(UTF_8)));
                System.out.println("sent " + result.getMsgId());
            }
            System.out.println("route " + server.route(topic).orElse("none"));
            Inbox inbox = clients.consume(Clients.unique("group"), topic);
            inbox.awaitCount(MESSAGES);
            System.out.println("all " + MESSAGES + " messages came back within " + Duration.ofSeconds(45));
        }
        System.exit(0);
    }
}
