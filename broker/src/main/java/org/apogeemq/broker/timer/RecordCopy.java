package org.apogeemq.broker.timer;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apogeemq.protocol.record.MessageProperties;
import org.apogeemq.protocol.record.RecordFields;
import org.apogeemq.protocol.record.RecordFormat;
import org.apogeemq.protocol.record.SysFlags;
import org.apogeemq.store.log.Draft;
import org.apogeemq.store.queue.ConsumeQueue;

/**
 * A stored record that is stored once more, in another place and with some other properties: body, flag, ids and what
 * is said of its birth stay. Used again and again; one thread.
 */
final class RecordCopy {
    private static final int NUMBER_CHARS_MAX = 20;

    private final RecordFields fields = new RecordFields();
    private byte[] text = new byte[4096];
    private int length;

    /** Takes the record from index 0 on; it must not change before {@link #put}. */
    // hot
    void take(ByteBuffer record) {
        int sysFlag = RecordFormat.sysFlag(record, 0);
        int bornAt = RecordFormat.bornHostAt(0);
        int storeAt = RecordFormat.storeHostAt(record, 0);
        byte[] born = address(record, bornAt, (sysFlag & SysFlags.BORN_HOST_V6) != 0);
        byte[] stored = address(record, storeAt, (sysFlag & SysFlags.STORE_HOST_V6) != 0);
        length = RecordFormat.propertiesLength(record, 0);
        if (text.length < length) {
            text = new byte[RecordFormat.PROPERTIES_BYTES_MAX];
        }
        record.get(RecordFormat.propertiesAt(record, 0), text, 0, length);
        fields.flag(RecordFormat.flag(record, 0))
                .sysFlag(sysFlag)
                .bornTimestamp(RecordFormat.bornTimestamp(record, 0))
                .bornHost(born, record.getInt(bornAt + born.length))
                .storeHost(stored, record.getInt(storeAt + stored.length))
                .reconsumeTimes(RecordFormat.reconsumeTimes(record, 0))
                .body(record.slice(RecordFormat.bodyAt(record, 0), RecordFormat.bodyLength(record, 0)));
    }

    /** The value of a property; {@code null} if there is none. */
    String property(byte[] name) {
        return MessageProperties.value(text, 0, length, name);
    }

    /** Sets a property that is a number, unless the text has no room: the client's own properties matter more. */
    void set(byte[] name, long number) {
        int most = name.length + NUMBER_CHARS_MAX + 3;
        if (length + most > RecordFormat.PROPERTIES_BYTES_MAX) {
            return;
        }
        if (text.length < length + most) {
            text = Arrays.copyOf(text, RecordFormat.PROPERTIES_BYTES_MAX);
        }
        length = MessageProperties.remove(text, 0, length, name);
        length = MessageProperties.append(text, 0, length, name, MessageProperties.bytes(Long.toString(number)));
    }

    /** Says where it goes. */
    void to(byte[] topic, int queueId) {
        fields.topic(topic).queueId(queueId).properties(text, 0, length);
    }

    /** Bytes of the new record; after {@link #to}. */
    int bytes() {
        return RecordFormat.size(fields);
    }

    /** Lays it into {@code draft}, where it fits; after {@link #to}. */
    // hot
    void put(Draft draft, ConsumeQueue queue) {
        int bytes = RecordFormat.put(draft.buffer(), draft.end(), fields);
        draft.add(queue, bytes, MessageProperties.tagsCode(text, 0, length), true, null);
    }

    private static byte[] address(ByteBuffer record, int at, boolean v6) {
        byte[] address = new byte[v6 ? 16 : 4];
        record.get(at, address);
        return address;
    }
}
