package org.apogeemq.protocol.command;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Writes the JSON form of a header: keys in alphabetical order, nulls left out, no blanks. */
final class JsonHeader {
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private JsonHeader() {}

    static byte[] encode(RemotingCommand command) {
        var out = new StringBuilder(256);
        out.append("{\"code\":").append(command.code());
        if (!command.ext().isEmpty()) {
            appendFields(out, command.ext());
        }
        out.append(",\"flag\":").append(command.flag());
        out.append(",\"language\":\"JAVA\",\"opaque\":").append(command.opaque());
        if (command.remark() != null) {
            out.append(",\"remark\":");
            appendString(out, command.remark());
        }
        out.append(",\"serializeTypeCurrentRPC\":\"JSON\",\"version\":").append(command.version());
        return out.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void appendFields(StringBuilder out, Map<String, String> ext) {
        out.append(",\"extFields\":{");
        boolean first = true;
        for (Map.Entry<String, String> field : new TreeMap<>(ext).entrySet()) {
            if (field.getValue() == null) {
                continue;
            }
            if (!first) {
                out.append(',');
            }
            first = false;
            appendString(out, field.getKey());
            out.append(':');
            appendString(out, field.getValue());
        }
        out.append('}');
    }

    private static void appendString(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < 0x20) {
                out.append("\\u00").append(HEX[c >> 4]).append(HEX[c & 0xF]);
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
