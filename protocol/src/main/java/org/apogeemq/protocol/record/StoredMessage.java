package org.apogeemq.protocol.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A decoded record, for cold paths: administration, clients, tests. Times in ms; the body is as stored,
 * so possibly compressed, and not copied on access.
 */
public record StoredMessage(
        String topic,
        int queueId,
        long queueOffset,
        long logOffset,
        int flag,
        int sysFlag,
        long bornTimestamp,
        InetSocketAddress bornHost,
        long storeTimestamp,
        InetSocketAddress storeHost,
        int reconsumeTimes,
        long preparedTransactionOffset,
        byte[] body,
        String properties) {

    /**
     * Reads the record at the buffer's position and moves the position behind it.
     *
     * @throws BadRecordException if there is no whole record with a matching CRC; the position is left alone
     */
    public static StoredMessage decode(ByteBuffer buffer) {
        int at = buffer.position();
        RecordCheck check = RecordFormat.check(buffer, at, buffer.limit(), true);
        if (check != RecordCheck.VALID) {
            throw new BadRecordException("no record at byte " + at + " of " + buffer.limit() + ": " + check);
        }
        int sysFlag = RecordFormat.sysFlag(buffer, at);
        int propertiesAt = RecordFormat.propertiesAt(buffer, at);
        int topicAt = RecordFormat.topicAt(buffer, at);
        StoredMessage message = new StoredMessage(
                new String(bytes(buffer, topicAt, RecordFormat.topicLength(buffer, at)), UTF_8),
                RecordFormat.queueId(buffer, at),
                RecordFormat.queueOffset(buffer, at),
                RecordFormat.logOffset(buffer, at),
                RecordFormat.flag(buffer, at),
                sysFlag,
                RecordFormat.bornTimestamp(buffer, at),
                host(buffer, RecordFormat.bornHostAt(at), (sysFlag & SysFlags.BORN_HOST_V6) != 0 ? 16 : 4),
                RecordFormat.storeTimestamp(buffer, at),
                host(buffer, RecordFormat.storeHostAt(buffer, at), (sysFlag & SysFlags.STORE_HOST_V6) != 0 ? 16 : 4),
                RecordFormat.reconsumeTimes(buffer, at),
                RecordFormat.preparedTransactionOffset(buffer, at),
                bytes(buffer, RecordFormat.bodyAt(buffer, at), RecordFormat.bodyLength(buffer, at)),
                new String(bytes(buffer, propertiesAt, RecordFormat.propertiesLength(buffer, at)), UTF_8));
        buffer.position(at + RecordFormat.totalSize(buffer, at));
        return message;
    }

    /** All records from position to limit, as a pull response carries them. */
    public static List<StoredMessage> decodeAll(ByteBuffer buffer) {
        List<StoredMessage> messages = new ArrayList<>();
        while (buffer.hasRemaining()) {
            messages.add(decode(buffer));
        }
        return messages;
    }

    /** The record of this message, complete. */
    public byte[] encode() {
        byte[] text = properties.getBytes(UTF_8);
        RecordFields fields = new RecordFields()
                .topic(topic.getBytes(UTF_8))
                .queueId(queueId)
                .flag(flag)
                .sysFlag(sysFlag)
                .bornTimestamp(bornTimestamp)
                .bornHost(bornHost.getAddress().getAddress(), bornHost.getPort())
                .storeHost(storeHost.getAddress().getAddress(), storeHost.getPort())
                .reconsumeTimes(reconsumeTimes)
                .preparedTransactionOffset(preparedTransactionOffset)
                .body(ByteBuffer.wrap(body))
                .properties(text, 0, text.length);
        ByteBuffer record = ByteBuffer.allocate(RecordFormat.size(fields));
        RecordFormat.put(record, 0, fields);
        RecordFormat.place(record, 0, queueOffset, logOffset, storeTimestamp);
        return record.array();
    }

    /** The properties by name. */
    public Map<String, String> propertyMap() {
        return MessageProperties.parse(properties);
    }

    /** The value of a property, or {@code null}. */
    public String property(String name) {
        return propertyMap().get(name);
    }

    /** The offset message id. */
    public String offsetMessageId() {
        return new MessageId(storeHost, logOffset).text();
    }

    private static byte[] bytes(ByteBuffer buffer, int at, int length) {
        byte[] bytes = new byte[length];
        buffer.get(at, bytes);
        return bytes;
    }

    private static InetSocketAddress host(ByteBuffer buffer, int at, int addressBytes) {
        return MessageId.host(bytes(buffer, at, addressBytes), buffer.getInt(at + addressBytes));
    }
}
