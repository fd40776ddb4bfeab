package org.apogeemq.cli.message;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.apogeemq.protocol.record.StoredMessage;
import org.apogeemq.protocol.record.SysFlags;

/** The body of a message for people. */
final class MessageBody {
    private static final int UNPACKED_BYTES_MAX = 8 << 20;

    private MessageBody() {}

    /** The body as text; in brackets what it is, if it is no text. */
    static String text(StoredMessage message) {
        String text = textOrNull(message);
        return text != null ? text : "(" + message.body().length + " bytes, " + kind(message) + ")";
    }

    /** The body as text, unpacked; null if it is no text. */
    static String textOrNull(StoredMessage message) {
        byte[] body = isPacked(message) ? unpacked(message) : message.body();
        if (body == null) {
            return null;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private static String kind(StoredMessage message) {
        if (!isPacked(message)) {
            return "not text";
        }
        return unpacked(message) == null ? "compressed" : "compressed, not text";
    }

    private static boolean isPacked(StoredMessage message) {
        return (message.sysFlag() & SysFlags.COMPRESSED) != 0;
    }

    /** What was packed; null if it is packed in a way that is not known here, or is not what it says. */
    private static byte[] unpacked(StoredMessage message) {
        int algorithm = message.sysFlag() & SysFlags.COMPRESSION_MASK;
        if (algorithm != SysFlags.COMPRESSION_ZLIB && algorithm != SysFlags.COMPRESSION_ZLIB_OLD) {
            return null;
        }
        var inflater = new Inflater();
        try {
            inflater.setInput(message.body());
            var plain = new ByteArrayOutputStream(4 * message.body().length);
            byte[] piece = new byte[8 * 1024];
            while (!inflater.finished() && plain.size() < UNPACKED_BYTES_MAX) {
                int bytes = inflater.inflate(piece);
                if (bytes == 0) {
                    break;
                }
                plain.write(piece, 0, bytes);
            }
            return plain.toByteArray();
        } catch (DataFormatException e) {
            return null;
        } finally {
            inflater.end();
        }
    }
}
