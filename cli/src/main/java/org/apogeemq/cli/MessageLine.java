package org.apogeemq.cli;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.apogeemq.protocol.record.StoredMessage;
import org.apogeemq.protocol.record.SysFlags;

/** A message as a line of text: time, queue, offset, tags, keys, body. */
final class MessageLine {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS");
    private static final int CHARS_MAX = 8 * 1024;
    private static final int UNPACKED_BYTES_MAX = 64 * 1024;

    private final ZoneId zone;

    MessageLine(ZoneId zone) {
        this.zone = zone;
    }

    String of(StoredMessage message, String brokerName) {
        Map<String, String> properties = message.propertyMap();
        var line = new StringBuilder(128);
        line.append(TIME.format(Instant.ofEpochMilli(message.storeTimestamp()).atZone(zone)))
                .append("  ")
                .append(brokerName)
                .append('/')
                .append(message.queueId())
                .append('@')
                .append(message.queueOffset());
        appendIfAny(line, "tags", properties.get("TAGS"));
        appendIfAny(line, "keys", properties.get("KEYS"));
        return line.append("  ").append(body(message)).toString();
    }

    private static void appendIfAny(StringBuilder line, String name, String value) {
        if (value != null && !value.isEmpty()) {
            line.append("  ").append(name).append('=').append(printable(value));
        }
    }

    private static String body(StoredMessage message) {
        byte[] body = message.body();
        int flags = message.sysFlag();
        if ((flags & SysFlags.COMPRESSED) == 0) {
            return text(body);
        }
        int algorithm = flags & SysFlags.COMPRESSION_MASK;
        if (algorithm != SysFlags.COMPRESSION_ZLIB && algorithm != SysFlags.COMPRESSION_ZLIB_OLD) {
            return "(" + body.length + " bytes, compressed)";
        }
        try {
            return text(unpack(body));
        } catch (DataFormatException e) {
            return "(" + body.length + " bytes that say they are compressed and are not)";
        }
    }

    private static byte[] unpack(byte[] body) throws DataFormatException {
        var inflater = new Inflater();
        try {
            inflater.setInput(body);
            var plain = new ByteArrayOutputStream(4 * body.length);
            byte[] piece = new byte[8 * 1024];
            while (!inflater.finished() && plain.size() < UNPACKED_BYTES_MAX) {
                int bytes = inflater.inflate(piece);
                if (bytes == 0) {
                    break;
                }
                plain.write(piece, 0, bytes);
            }
            return plain.toByteArray();
        } finally {
            inflater.end();
        }
    }

    private static String text(byte[] body) {
        try {
            return printable(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString());
        } catch (CharacterCodingException e) {
            return "(" + body.length + " bytes that are not text)";
        }
    }

    /** Line ends and other signs that would steer the terminal become visible. */
    private static String printable(String text) {
        boolean isLong = text.length() > CHARS_MAX;
        String shown = isLong ? text.substring(0, CHARS_MAX) : text;
        if (shown.chars().anyMatch(Character::isISOControl)) {
            var plain = new StringBuilder(shown.length() + 16);
            shown.chars().forEach(c -> {
                if (c == '\n') {
                    plain.append("\\n");
                } else if (c == '\t') {
                    plain.append("\\t");
                } else if (Character.isISOControl(c)) {
                    plain.append("\\x").append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
                } else {
                    plain.append((char) c);
                }
            });
            shown = plain.toString();
        }
        return isLong ? shown + "... (" + text.length() + " characters)" : shown;
    }
}
