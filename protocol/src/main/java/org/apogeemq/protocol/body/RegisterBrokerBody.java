package org.apogeemq.protocol.body;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.apogeemq.protocol.json.Json;
import org.apogeemq.protocol.json.JsonException;
import org.apogeemq.protocol.json.JsonObject;
import org.apogeemq.protocol.json.JsonWriter;

/**
 * What a broker registers at a name server (103): its topics. Plain JSON, or one zlib stream of
 * <pre>
 *   | 4: length, DataVersion as JSON | 4: number of topics | each 4: length, text of a topic |
 *   | 4: length, JSON array of filter servers | 4: number of mappings | each 4: length, JSON |
 * </pre>
 * where the text of a topic is {@code name readQueueNums writeQueueNums perm filterType attributes}, the
 * attributes (since 5.0) JSON without blanks. The mappings (since 5.0) are not read. This form carries
 * neither {@code order} nor {@code topicSysFlag}.
 *
 * <p>Which form it is, the first byte says; the header's {@code compressed} is wrong with some brokers.
 */
public record RegisterBrokerBody(TopicConfigTable topics, List<String> filterServerList) {
    /** Most bytes a compressed body may unfold to. */
    public static final int INFLATED_BYTES_MAX = 128 << 20;

    /** First byte of every zlib stream with the usual window. */
    private static final byte ZLIB = 0x78;

    private static final int TOPICS_MAX = 2_000_000;
    private static final int TEXT_PARTS = 6;

    /** Copies the list. */
    public RegisterBrokerBody {
        filterServerList = List.copyOf(filterServerList);
    }

    /**
     * Reads either form; an empty body, as very old brokers send it, has no topics.
     *
     * @throws JsonException if it is neither, or passes a limit
     */
    public static RegisterBrokerBody decode(byte[] body) {
        if (body.length == 0) {
            return new RegisterBrokerBody(TopicConfigTable.EMPTY, List.of());
        }
        return body[0] == ZLIB ? fromBinary(body) : fromJson(body);
    }

    /** Reads the plain form. */
    public static RegisterBrokerBody fromJson(byte[] body) {
        JsonObject json = Json.parseObject(body);
        return new RegisterBrokerBody(
                json.object("topicConfigSerializeWrapper", TopicConfigTable::from, TopicConfigTable.EMPTY),
                json.strings("filterServerList"));
    }

    /** Writes the plain form, with the fields that 5.x name servers expect. */
    public byte[] toJson() {
        JsonWriter json = new JsonWriter(256 + 200 * topics.topicConfigTable().size());
        json.beginObject().field("filterServerList", filterServerList);
        json.name("topicConfigSerializeWrapper").beginObject();
        topics.writeMembers(json);
        DataVersion.NONE.write(json.name("mappingDataVersion"));
        json.name("topicQueueMappingDetailMap").beginObject().endObject();
        json.name("topicQueueMappingInfoMap").beginObject().endObject();
        return json.endObject().endObject().bytes();
    }

    /** Writes the compressed form as 5.x brokers do, with attributes and an empty list of mappings. */
    public byte[] toBinary() {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(new DeflaterOutputStream(body))) {
            writePiece(out, topics.dataVersion().toJson());
            out.writeInt(topics.topicConfigTable().size());
            for (TopicConfig topic : topics.topicConfigTable().values()) {
                writePiece(out, topicText(topic));
            }
            JsonWriter servers = new JsonWriter().beginArray();
            filterServerList.forEach(servers::value);
            writePiece(out, servers.endArray().bytes());
            out.writeInt(0);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return body.toByteArray();
    }

    /** The value of the header field {@code bodyCrc32}: CRC-32 of the body as sent, top bit cleared. */
    public static int crc32(byte[] body) {
        CRC32 crc = new CRC32();
        crc.update(body);
        return (int) crc.getValue() & 0x7FFFFFFF;
    }

    private static RegisterBrokerBody fromBinary(byte[] body) {
        try (DataInputStream in = new DataInputStream(new InflaterInputStream(new ByteArrayInputStream(body)))) {
            Pieces pieces = new Pieces(in);
            DataVersion version = DataVersion.fromJson(pieces.next("data version"));
            int count = in.readInt();
            if (count < 0 || count > TOPICS_MAX) {
                throw new JsonException("registration has " + count + " topics, must be in 0.." + TOPICS_MAX);
            }
            Map<String, TopicConfig> topics = new LinkedHashMap<>();
            for (int i = 0; i < count; i++) {
                TopicConfig topic = topic(new String(pieces.next("topic"), UTF_8));
                topics.put(topic.topicName(), topic);
            }
            List<String> servers = Json.parseArray(pieces.next("filter servers")).stream()
                    .map(String::valueOf)
                    .toList();
            return new RegisterBrokerBody(new TopicConfigTable(topics, version), servers);
        } catch (IOException e) {
            throw new JsonException("registration of " + body.length + " bytes cannot be unfolded: " + e);
        }
    }

    private static TopicConfig topic(String text) {
        String[] parts = text.split(" ", TEXT_PARTS);
        if (parts.length < TEXT_PARTS - 1) {
            throw new JsonException("topic of a registration is '" + text
                    + "', must be: name readQueueNums writeQueueNums perm filterType");
        }
        return new TopicConfig(
                parts[0],
                JsonObject.intOf("readQueueNums of topic " + parts[0], parts[1]),
                JsonObject.intOf("writeQueueNums of topic " + parts[0], parts[2]),
                JsonObject.intOf("perm of topic " + parts[0], parts[3]),
                parts[4],
                0,
                false,
                parts.length == TEXT_PARTS ? attributes(parts[5]) : Map.of());
    }

    private static Map<String, String> attributes(String text) {
        Map<String, String> attributes = new LinkedHashMap<>();
        Json.parseObject(text.getBytes(UTF_8)).members().forEach((name, value) -> {
            if (value != null) {
                attributes.put(name, value.toString());
            }
        });
        return attributes;
    }

    private static byte[] topicText(TopicConfig topic) {
        JsonWriter attributes = new JsonWriter().beginObject();
        topic.attributes().forEach(attributes::field);
        attributes.endObject();
        return (topic.topicName() + " " + topic.readQueueNums() + " " + topic.writeQueueNums() + " " + topic.perm()
                        + " " + topic.topicFilterType() + " " + attributes)
                .getBytes(UTF_8);
    }

    private static void writePiece(DataOutputStream out, byte[] piece) throws IOException {
        out.writeInt(piece.length);
        out.write(piece);
    }

    /** Pieces with their length in front; together they may not pass {@link #INFLATED_BYTES_MAX}. */
    private static final class Pieces {
        private final DataInputStream in;
        private int left = INFLATED_BYTES_MAX;

        Pieces(DataInputStream in) {
            this.in = in;
        }

        byte[] next(String what) throws IOException {
            int length = in.readInt();
            if (length < 0 || length > left) {
                throw new JsonException(what + " of a registration has " + length + " bytes, must be in 0.." + left);
            }
            left -= length;
            // grows with what really comes, whatever the length says
            byte[] piece = in.readNBytes(length);
            if (piece.length < length) {
                throw new JsonException(
                        what + " of a registration ends after " + piece.length + " of " + length + " bytes");
            }
            return piece;
        }
    }
}
