package org.apogeemq.broker.delay;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import org.apogeemq.protocol.record.MessageProperties;
import org.apogeemq.protocol.record.PropertyNames;
import org.apogeemq.protocol.record.RecordFields;
import org.apogeemq.protocol.record.RecordFormat;
import org.apogeemq.protocol.record.StoredMessage;
import org.apogeemq.protocol.record.TagsCode;
import org.apogeemq.store.log.Draft;
import org.apogeemq.store.queue.ConsumeQueue;

/**
 * A stored message that is stored once more elsewhere: body, flag, ids and what is said of its birth stay.
 *
 * @param message as it was stored
 * @param topic where it goes
 * @param queue the same, as the store knows it
 * @param properties its property text from now on
 * @param reconsumeTimes failed consumptions from now on
 */
public record Reissue(StoredMessage message, byte[] topic, ConsumeQueue queue, String properties, int reconsumeTimes) {
    private RecordFields fields() {
        byte[] text = properties.getBytes(UTF_8);
        return new RecordFields()
                .topic(topic)
                .queueId(queue.queueId())
                .flag(message.flag())
                .sysFlag(message.sysFlag())
                .bornTimestamp(message.bornTimestamp())
                .bornHost(
                        message.bornHost().getAddress().getAddress(),
                        message.bornHost().getPort())
                .storeHost(
                        message.storeHost().getAddress().getAddress(),
                        message.storeHost().getPort())
                .reconsumeTimes(reconsumeTimes)
                .body(ByteBuffer.wrap(message.body()))
                .properties(text, 0, text.length);
    }

    /** Bytes of its record. */
    public int bytes() {
        return RecordFormat.size(fields());
    }

    /** Lays it into {@code draft}, where it fits. */
    public void put(Draft draft, Object context) {
        int bytes = RecordFormat.put(draft.buffer(), draft.end(), fields());
        String tags = MessageProperties.parse(properties).get(PropertyNames.TAGS);
        draft.add(queue, bytes, tags == null ? 0 : TagsCode.of(tags), true, context);
    }
}
