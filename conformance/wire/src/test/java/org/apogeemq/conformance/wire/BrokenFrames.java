package org.apogeemq.conformance.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apogeemq.testkit.wire.WireFrame;

/** Bytes that no good peer would send, each complete by itself: a server has all it needs to refuse them. */
final class BrokenFrames {
    private static final int RANDOM_ONES = 60;

    private BrokenFrames() {}

    /** The broken frames by what is wrong with them. {@code seed} decides the random ones. */
    static Map<String, byte[]> all(long seed) {
        var frames = new TreeMap<String, byte[]>();
        frames.put("length 0", ints(0, 0));
        frames.put("length 3, too short for a header length", ints(3, 0));
        frames.put("negative length", ints(-1, 0));
        frames.put("the least length", ints(Integer.MIN_VALUE, 0));
        frames.put("length of 2 GiB", ints(Integer.MAX_VALUE, 0));
        frames.put("length above the limit of 16 MiB", ints(16 * 1024 * 1024 + 1, 40));
        frames.put("header longer than its frame", frame(0, 100, "{}".getBytes(UTF_8)));
        frames.put("header length of 16 MiB less one", frame(0, 0xFFFFFF, "{}".getBytes(UTF_8)));
        frames.put("header cut in the middle of its text", frame(0, 10, good()));
        frames.put("empty header", frame(0, 0, new byte[0]));
        frames.put("header that is no JSON", text("nonsense"));
        frames.put("header that is an array", text("[1,2,3]"));
        frames.put("header with an endless string", text("{\"code\":105,\"remark\":\"" + "x".repeat(100)));
        frames.put("header of 5,000 open braces", text("{\"a\":".repeat(5_000)));
        frames.put("header of 5,000 open brackets", text("[".repeat(5_000)));
        frames.put("code that is no number", text("{\"code\":\"abc\",\"opaque\":1,\"flag\":0}"));
        frames.put("code that does not fit", text("{\"code\":99999999999999999999,\"opaque\":1,\"flag\":0}"));
        frames.put("fields that are no object", text("{\"code\":105,\"opaque\":1,\"flag\":0,\"extFields\":7}"));
        frames.put("header of broken UTF-8", frame(0, 6, new byte[] {'{', '"', (byte) 0xC3, (byte) 0x28, '"', '}'}));
        frames.put("unknown kind of header", frame(7, 2, "{}".getBytes(UTF_8)));
        frames.put("binary header, cut", frame(1, 5, new byte[5]));
        frames.put("binary header, remark longer than all", frame(1, 17, binaryHeader(Integer.MAX_VALUE)));
        frames.put("binary header, negative remark", frame(1, 17, binaryHeader(-5)));
        frames.put("binary header, fields longer than all", frame(1, 21, binaryFields(Integer.MAX_VALUE)));
        frames.put("an HTTP request", "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(UTF_8));
        frames.put("only zeros", new byte[4_096]);
        var random = new Random(seed);
        for (int i = 0; i < RANDOM_ONES; i++) {
            frames.put("random header %02d of seed %d".formatted(i, seed), randomHeader(random));
            frames.put("flipped bytes %02d of seed %d".formatted(i, seed), flipped(random));
        }
        return frames;
    }

    private static byte[] good() {
        return WireFrame.request(105, 1, Map.of("topic", "T"), new byte[0]).headerBytes();
    }

    private static byte[] text(String header) {
        byte[] bytes = header.getBytes(UTF_8);
        return frame(0, bytes.length, bytes);
    }

    private static byte[] frame(int kind, int headerLength, byte[] rest) {
        return ByteBuffer.allocate(8 + rest.length)
                .putInt(4 + rest.length)
                .putInt(kind << 24 | headerLength)
                .put(rest)
                .array();
    }

    private static byte[] ints(int... numbers) {
        var bytes = ByteBuffer.allocate(4 * numbers.length);
        for (int number : numbers) {
            bytes.putInt(number);
        }
        return bytes.array();
    }

    private static byte[] binaryHeader(int remarkLength) {
        return ByteBuffer.allocate(17)
                .putShort((short) 105)
                .put((byte) 7)
                .putShort((short) 513)
                .putInt(1)
                .putInt(0)
                .putInt(remarkLength)
                .array();
    }

    private static byte[] binaryFields(int fieldsLength) {
        return ByteBuffer.allocate(21).put(binaryHeader(0)).putInt(fieldsLength).array();
    }

    private static byte[] randomHeader(Random random) {
        byte[] rest = new byte[1 + random.nextInt(200)];
        random.nextBytes(rest);
        return frame(random.nextInt(2), random.nextInt(rest.length + 1), rest);
    }

    /** A good request with some bytes of its header changed; often still a request, and then to be answered. */
    private static byte[] flipped(Random random) {
        byte[] bytes =
                WireFrame.request(105, 1, Map.of("topic", "T"), new byte[0]).bytes();
        for (int i = 0; i < 1 + random.nextInt(4); i++) {
            bytes[8 + random.nextInt(bytes.length - 8)] = (byte) random.nextInt(256);
        }
        return bytes;
    }
}
