package org.apogeemq.protocol.record;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * The offset message id: upper-case hex of store address (4 or 16 bytes), port (4) and log offset (8),
 * so 32 or 56 characters. Clients take address and offset out of it.
 */
public record MessageId(InetSocketAddress storeHost, long logOffset) {
    /** Characters of an id with an IPv4 store host. */
    public static final int CHARS_V4 = 32;

    /** Characters of an id with an IPv6 store host. */
    public static final int CHARS_V6 = 56;

    private static final byte[] DIGITS = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

    /** Checks that the store host is resolved. */
    public MessageId {
        if (storeHost.isUnresolved()) {
            throw new IllegalArgumentException("store host is " + storeHost + ", must be an address");
        }
    }

    /** Bytes an id takes for an address of 4 or 16 bytes. */
    public static int length(int addressBytes) {
        return (addressBytes + 12) * 2;
    }

    /** Writes an id in ASCII to {@code target} from {@code at} on and returns its length. */
    // hot
    public static int put(byte[] target, int at, byte[] address, int port, long logOffset) {
        int next = at;
        for (byte b : address) {
            target[next++] = DIGITS[(b >> 4) & 0xF];
            target[next++] = DIGITS[b & 0xF];
        }
        next = putHex(target, next, port, 8);
        return putHex(target, next, logOffset, 16) - at;
    }

    /** Writes an id in ASCII to {@code target} from the absolute index {@code at} on and returns its length. */
    // hot
    public static int put(ByteBuffer target, int at, byte[] address, int port, long logOffset) {
        int next = at;
        for (byte b : address) {
            target.put(next++, DIGITS[(b >> 4) & 0xF]);
            target.put(next++, DIGITS[b & 0xF]);
        }
        for (int shift = 28; shift >= 0; shift -= 4) {
            target.put(next++, DIGITS[(port >>> shift) & 0xF]);
        }
        for (int shift = 60; shift >= 0; shift -= 4) {
            target.put(next++, DIGITS[(int) (logOffset >>> shift) & 0xF]);
        }
        return next - at;
    }

    /** The id as text. */
    public static String text(byte[] address, int port, long logOffset) {
        byte[] id = new byte[length(address.length)];
        put(id, 0, address, port, logOffset);
        return new String(id, StandardCharsets.US_ASCII);
    }

    /**
     * Reads an id; lower-case digits are accepted too.
     *
     * @throws BadRecordException if it is not one
     */
    public static MessageId parse(String text) {
        if (text.length() != CHARS_V4 && text.length() != CHARS_V6) {
            throw new BadRecordException("message id has " + text.length() + " characters, must be " + CHARS_V4 + " or "
                    + CHARS_V6 + ": " + text);
        }
        byte[] bytes;
        try {
            bytes = HexFormat.of().parseHex(text);
        } catch (IllegalArgumentException e) {
            throw new BadRecordException("message id is not hexadecimal: " + text);
        }
        ByteBuffer id = ByteBuffer.wrap(bytes);
        byte[] address = new byte[bytes.length - 12];
        id.get(address);
        return new MessageId(host(address, id.getInt()), id.getLong());
    }

    /** The id as text, as {@link #parse} reads it. */
    public String text() {
        return text(storeHost.getAddress().getAddress(), storeHost.getPort(), logOffset);
    }

    /** The socket address of 4 or 16 address bytes and a port that may be anything. */
    static InetSocketAddress host(byte[] address, int port) {
        if (port < 0 || port > 0xFFFF) {
            throw new BadRecordException("port is " + port + ", must be in 0..65535");
        }
        try {
            return new InetSocketAddress(InetAddress.getByAddress(address), port);
        } catch (UnknownHostException e) {
            throw new BadRecordException("address has " + address.length + " bytes, must be 4 or 16");
        }
    }

    private static int putHex(byte[] target, int at, long value, int digits) {
        int next = at;
        for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) {
            target[next++] = DIGITS[(int) (value >>> shift) & 0xF];
        }
        return next;
    }
}
