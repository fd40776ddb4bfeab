package org.apogeemq.filter;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Property texts as they lie in a record: in the middle of other bytes, in a direct buffer. */
final class Messages {
    private static final int AT = 7;

    private Messages() {}

    static Truth evaluate(Filter filter, Map<String, String> properties) {
        StringBuilder text = new StringBuilder();
        properties.forEach(
                (name, value) -> text.append(name).append('\1').append(value).append('\2'));
        return evaluate(filter, text.toString());
    }

    static Truth evaluate(Filter filter, String properties) {
        byte[] bytes = properties.getBytes(StandardCharsets.UTF_8);
        ByteBuffer record = ByteBuffer.allocateDirect(AT + bytes.length);
        record.put(AT, bytes);
        return filter.evaluate(record, AT, bytes.length);
    }
}
