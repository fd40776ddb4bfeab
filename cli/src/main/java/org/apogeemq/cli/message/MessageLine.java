package org.apogeemq.cli.message;

import java.util.Map;
import org.apogeemq.cli.screen.Shown;
import org.apogeemq.protocol.record.PropertyNames;
import org.apogeemq.protocol.record.StoredMessage;

/** A message as a line of text: time, queue, offset, tags, keys, body. */
final class MessageLine {
    private static final int CHARS_MAX = 8 * 1024;

    private MessageLine() {}

    static String of(StoredMessage message, String brokerName) {
        Map<String, String> properties = message.propertyMap();
        var line = new StringBuilder(128);
        line.append(Shown.timeToMillis(message.storeTimestamp())).append("  ").append(place(message, brokerName));
        appendIfAny(line, "tags", properties.get(PropertyNames.TAGS));
        appendIfAny(line, "keys", properties.get(PropertyNames.KEYS));
        return line.append("  ").append(body(message)).toString();
    }

    /** Where a message lies: broker, queue and offset in it. */
    static String place(StoredMessage message, String brokerName) {
        return brokerName + '/' + message.queueId() + '@' + message.queueOffset();
    }

    private static void appendIfAny(StringBuilder line, String name, String value) {
        if (value != null && !value.isEmpty()) {
            line.append("  ").append(name).append('=').append(Shown.plain(value));
        }
    }

    private static String body(StoredMessage message) {
        String text = MessageBody.text(message);
        return text.length() <= CHARS_MAX
                ? Shown.plain(text)
                : Shown.plain(text.substring(0, CHARS_MAX)) + "... (" + text.length() + " characters)";
    }
}
