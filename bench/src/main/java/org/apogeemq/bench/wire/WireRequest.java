package org.apogeemq.bench.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.rocketmq.common.message.MessageConst;
import org.apache.rocketmq.common.message.MessageDecoder;
import org.apache.rocketmq.common.message.MessageQueue;
import org.apache.rocketmq.remoting.protocol.LanguageCode;
import org.apache.rocketmq.remoting.protocol.RemotingCommand;
import org.apache.rocketmq.remoting.protocol.RequestCode;
import org.apache.rocketmq.remoting.protocol.header.SendMessageRequestHeaderV2;
import org.apogeemq.bench.load.Clients;

/**
 * The frame of a send (request 310) of one sender, encoded once by Apache's own code; the message's
 * unique key and its queue can be changed in place.
 */
final class WireRequest {
    private static final int COUNTER_DIGITS = 12; // of the key's end
    private static final String HEX = "0123456789ABCDEF";

    private static final int TOPIC_DIGITS = 4;
    private static final int TEN = 10;

    private final byte[] frame;
    private final int keyEnd; // index in frame behind the unique key
    private final int topicEnd; // index in frame behind the topic's name
    private final int queue; // index in frame of the number of the queue, one digit

    private WireRequest(byte[] frame, int keyEnd, int topicEnd, int queue) {
        this.frame = frame;
        this.keyEnd = keyEnd;
        this.topicEnd = topicEnd;
        this.queue = queue;
    }

    /** The request of the sender with number {@code sender}, which answers carry as their opaque. */
    static WireRequest of(MessageQueue queue, int sender, byte[] body) {
        String key = "%032X".formatted(0x7FL << 56 | sender); // told from others by its counter alone
        SendMessageRequestHeaderV2 header = new SendMessageRequestHeaderV2();
        header.setA("bench-producer");
        header.setB(queue.getTopic());
        header.setC("TBW102");
        header.setD(Clients.QUEUES);
        header.setE(queue.getQueueId());
        header.setF(0);
        header.setG(System.currentTimeMillis());
        header.setH(0);
        header.setI(MessageDecoder.messageProperties2String(Map.of(
                MessageConst.PROPERTY_UNIQ_CLIENT_MESSAGE_ID_KEYIDX,
                key,
                MessageConst.PROPERTY_WAIT_STORE_MSG_OK,
                "true")));
        header.setJ(0);
        header.setK(false);
        header.setM(false);
        RemotingCommand command = RemotingCommand.createRequestCommand(RequestCode.SEND_MESSAGE_V2, header);
        command.setLanguage(LanguageCode.JAVA);
        command.setOpaque(sender);
        command.setBody(body);
        ByteBuffer encoded = command.encode();
        byte[] frame = new byte[encoded.remaining()];
        encoded.get(frame);
        String text = new String(frame, StandardCharsets.ISO_8859_1);
        return new WireRequest(
                frame,
                end(text, key),
                end(text, "\"b\":\"" + queue.getTopic()),
                end(text, "\"e\":\"" + queue.getQueueId()) - 1);
    }

    private static int end(String frame, String part) {
        int at = frame.indexOf(part);
        if (at < 0) {
            throw new IllegalStateException("the frame of a send does not hold " + part);
        }
        return at + part.length();
    }

    int bytes() {
        return frame.length;
    }

    /** Makes it message number {@code count}, which its unique key ends with. */
    void number(long count) {
        long rest = count;
        for (int i = 1; i <= COUNTER_DIGITS; i++) {
            frame[keyEnd - i] = (byte) HEX.charAt((int) (rest & 0xF));
            rest >>>= 4;
        }
    }

    /** Makes it a message to a queue in [0, 9] of another topic, whose name ends with {@code topic} in four digits. */
    void aim(int topic, int queueId) {
        int rest = topic;
        for (int i = 1; i <= TOPIC_DIGITS; i++) {
            frame[topicEnd - i] = (byte) ('0' + rest % TEN);
            rest /= TEN;
        }
        frame[queue] = (byte) ('0' + queueId);
    }

    void put(ByteBuffer out) {
        out.put(frame);
    }
}
