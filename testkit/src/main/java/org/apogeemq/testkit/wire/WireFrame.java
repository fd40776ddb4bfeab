package org.apogeemq.testkit.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * One frame with a JSON header: a request to send, or an answer that was read.
 *
 * <pre>
 *   | length 4 | serialize type 1 | header length 3 | header | body |
 * </pre>
 *
 * The length counts everything behind itself; all numbers are big-endian.
 *
 * @param code request code, or result code of an answer
 * @param opaque number that ties an answer to its request
 * @param flag bit 0: answer; bit 1: one-way
 * @param remark text of an answer, or null
 * @param fields the extension fields
 * @param body may be empty, not null
 */
public record WireFrame(int code, int opaque, int flag, String remark, Map<String, String> fields, byte[] body) {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int ANSWER = 1;
    private static final int ONE_WAY = 2;

    public WireFrame {
        Objects.requireNonNull(fields, "fields");
        Objects.requireNonNull(body, "body");
        fields = Map.copyOf(fields);
    }

    /** A request that wants an answer. */
    public static WireFrame request(int code, int opaque, Map<String, String> fields, byte[] body) {
        return new WireFrame(code, opaque, 0, null, fields, body);
    }

    /** A request without fields and body that wants an answer. */
    public static WireFrame request(int code, int opaque) {
        return request(code, opaque, Map.of(), new byte[0]);
    }

    /** The same request, sent without waiting for an answer. */
    public WireFrame oneWay() {
        return new WireFrame(code, opaque, flag | ONE_WAY, remark, fields, body);
    }

    /** Whether it is an answer. */
    public boolean isAnswer() {
        return (flag & ANSWER) != 0;
    }

    /** The header as JSON text in UTF-8. */
    public byte[] headerBytes() {
        var text = new java.io.StringWriter();
        try (var json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeNumberProperty("code", code);
            json.writeStringProperty("language", "OTHER");
            json.writeNumberProperty("version", 513);
            json.writeNumberProperty("opaque", opaque);
            json.writeNumberProperty("flag", flag);
            if (remark != null) {
                json.writeStringProperty("remark", remark);
            }
            json.writeObjectPropertyStart("extFields");
            fields.forEach(json::writeStringProperty);
            json.writeEndObject();
            json.writeEndObject();
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The whole frame as it goes over the wire. */
    public byte[] bytes() {
        byte[] header = headerBytes();
        return ByteBuffer.allocate(8 + header.length + body.length)
                .putInt(4 + header.length + body.length)
                .putInt(header.length)
                .put(header)
                .put(body)
                .array();
    }

    /**
     * Reads what follows the length field of a frame.
     *
     * @throws IllegalArgumentException if it is not a frame with a JSON header
     */
    public static WireFrame parse(byte[] rest) {
        ByteBuffer in = ByteBuffer.wrap(rest);
        int word = in.getInt();
        int type = word >>> 24;
        int headerLength = word & 0xFFFFFF;
        if (type != 0 || headerLength > in.remaining()) {
            throw new IllegalArgumentException("frame of %d bytes has serialize type %d and header length %d"
                    .formatted(rest.length, type, headerLength));
        }
        byte[] header = new byte[headerLength];
        in.get(header);
        byte[] body = new byte[in.remaining()];
        in.get(body);
        return parse(header, body);
    }

    private static WireFrame parse(byte[] header, byte[] body) {
        int code = 0;
        int opaque = 0;
        int flag = 0;
        String remark = null;
        Map<String, String> fields = Map.of();
        try (var json = JSON.createParser(ObjectReadContext.empty(), header)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                switch (name) {
                    case "code" -> code = json.getIntValue();
                    case "opaque" -> opaque = json.getIntValue();
                    case "flag" -> flag = json.getIntValue();
                    case "remark" -> remark = value == JsonToken.VALUE_NULL ? null : json.getString();
                    case "extFields" -> fields = value == JsonToken.VALUE_NULL ? Map.of() : strings(json);
                    default -> json.skipChildren();
                }
            }
        }
        return new WireFrame(code, opaque, flag, remark, fields, body);
    }

    private static Map<String, String> strings(JsonParser json) {
        var fields = new LinkedHashMap<String, String>();
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            json.nextToken();
            fields.put(name, json.getString());
        }
        return fields;
    }

    /** The body as text in UTF-8. */
    public String bodyText() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
