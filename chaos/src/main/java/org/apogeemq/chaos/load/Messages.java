package org.apogeemq.chaos.load;

import java.util.List;
import org.apache.rocketmq.client.producer.SendResult;
import org.apache.rocketmq.client.producer.SendStatus;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageExt;
import org.apache.rocketmq.common.message.MessageQueue;
import org.apogeemq.chaos.history.Bodies;
import org.apogeemq.chaos.history.History;
import org.apogeemq.chaos.history.MessageName;
import org.apogeemq.chaos.history.QueueContents.Stored;
import org.apogeemq.chaos.history.QueueName;
import org.apogeemq.chaos.history.Sent;

/** Between messages of the client and entries of the history. */
final class Messages {
    private static final String NAME = "chaos";

    private Messages() {}

    static Message of(String topic, MessageName name, byte[] body) {
        var message = new Message(topic, "t" + name.number() % 3, name.text(), body);
        message.putUserProperty(NAME, name.text());
        return message;
    }

    static Stored stored(MessageExt message) {
        return new Stored(
                new QueueName(message.getTopic(), message.getQueueId()),
                message.getQueueOffset(),
                MessageName.of(message.getUserProperty(NAME)),
                Bodies.digest(message.getBody()));
    }

    static QueueName name(MessageQueue queue) {
        return new QueueName(queue.getTopic(), queue.getQueueId());
    }

    /** Notes the answer to messages that were sent together; anything but "stored" tells nothing. */
    static void note(History history, List<Sent> messages, SendResult result) {
        if (result.getSendStatus() != SendStatus.SEND_OK) {
            return;
        }
        for (int i = 0; i < messages.size(); i++) {
            history.acknowledged(messages.get(i), name(result.getMessageQueue()), result.getQueueOffset() + i);
        }
    }
}
