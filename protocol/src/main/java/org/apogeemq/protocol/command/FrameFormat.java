package org.apogeemq.protocol.command;

/**
 * The frame around every command, big-endian (source: docs/formats.md, "Frame").
 * <pre>
 *   0        4                5               8
 *   | length | serialize type | header length | header | body |
 * </pre>
 * {@code length} counts what follows it; a body of zero bytes means that there is none.
 */
public final class FrameFormat {
    public static final int LENGTH_BYTES = 4;
    /** Length field, serialize type and header length. */
    public static final int PREFIX_BYTES = 8;
    /** Longest frame that is accepted, length field included. */
    public static final int FRAME_BYTES_MAX = 16 * 1024 * 1024;
    /** Longest header accepted. Apache sets no limit; properties (32 KiB, escaped sixfold at worst) fit in. */
    public static final int HEADER_BYTES_MAX = 256 * 1024;

    public static final byte JSON = 0;
    public static final byte BINARY = 1;

    private FrameFormat() {}

    /** The second word of a frame: serialize type in the top byte, header length in the other three. */
    public static int headerWord(byte serializeType, int headerBytes) {
        return serializeType << 24 | headerBytes;
    }

    public static byte serializeType(int headerWord) {
        return (byte) (headerWord >>> 24);
    }

    public static int headerBytes(int headerWord) {
        return headerWord & 0xFF_FFFF;
    }
}
