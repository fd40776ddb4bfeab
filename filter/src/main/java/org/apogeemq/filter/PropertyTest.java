package org.apogeemq.filter;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apogeemq.protocol.record.MessageProperties;

/** A condition on the bytes of one property. */
abstract class PropertyTest implements Condition {
    private final byte[] name;
    private final Truth ofAbsent;

    /** @param ofAbsent what it says of a message without that property */
    PropertyTest(String name, Truth ofAbsent) {
        this.name = name.getBytes(StandardCharsets.US_ASCII);
        this.ofAbsent = ofAbsent;
    }

    /** What it says of the value that is {@code length} bytes from the index {@code at} on; at least one byte. */
    abstract Truth ofValue(ByteBuffer bytes, int at, int length);

    // hot
    @Override
    public final Truth test(ByteBuffer properties, int at, int length) {
        long found = MessageProperties.find(properties, at, length, name);
        return found == MessageProperties.ABSENT
                ? ofAbsent
                : ofValue(properties, MessageProperties.position(found), MessageProperties.length(found));
    }
}
