package org.apogeemq.bench.load;

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

/**
 * The frame of a send (request 310) of one sender, encoded once by Apache's own code. Only the message's
 * unique key changes from one use to the next.
 */
final class WireRequest {
    private static final int KEY_DIGITS = 32;
    private static final int COUNTER_DIGITS = 12; // of the key's end
    private static final String HEX = "0123456789ABCDEF";

    private final int sender;
    private final byte[] frame;
    private final int keyEnd; // index in frame behind the unique key

    private WireRequest(int sender, byte[] frame, int keyEnd) {
        this.sender = sender;
        this.frame = frame;
        this.keyEnd = keyEnd;
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
        int at = new String(frame, StandardCharsets.ISO_8859_1).indexOf(key);
        if (at < 0) {
            throw new IllegalStateException("the frame of a send does not hold its message's unique key");
        }
        return new WireRequest(sender, frame, at + KEY_DIGITS);
    }

    int sender() {
        return sender;
    }

    int bytes() {
        return frame.length;
    }

    /** Puts the frame into {@code out}, with {@code count} in its message's unique key. */
    void put(ByteBuffer out, long count) {
        long rest = count;
        for (int i = 1; i <= COUNTER_DIGITS; i++) {
            frame[keyEnd - i] = (byte) HEX.charAt((int) (rest & 0xF));
            rest >>>= 4;
        }
        out.put(frame);
    }
}
