package org.apogeemq.protocol.command;

import java.nio.ByteBuffer;

/** Writes whole frames of commands that are not hot. */
public final class Frames {
    private Frames() {}

    /** The bytes of {@code command} as they go on the wire. */
    public static byte[] encode(RemotingCommand command) {
        byte[] header = command.serializeType() == FrameFormat.BINARY
                ? BinaryHeader.encode(command)
                : JsonHeader.encode(command);
        int bodyBytes = command.body() == null ? 0 : command.body().length;
        var frame = ByteBuffer.allocate(FrameFormat.PREFIX_BYTES + header.length + bodyBytes);
        frame.putInt(frame.capacity() - FrameFormat.LENGTH_BYTES);
        frame.putInt(FrameFormat.headerWord(command.serializeType(), header.length));
        frame.put(header);
        if (bodyBytes > 0) {
            frame.put(command.body());
        }
        return frame.array();
    }

    /**
     * The command in {@code frame}, which begins at its position with the length field and is consumed to its limit.
     *
     * @throws MalformedFrameException if the lengths do not fit or the header cannot be read
     */
    public static RemotingCommand decode(ByteBuffer frame) throws MalformedFrameException {
        if (frame.remaining() < FrameFormat.PREFIX_BYTES || frame.getInt() != frame.remaining()) {
            throw new MalformedFrameException("length of the frame does not match its bytes");
        }
        int word = frame.getInt();
        int headerBytes = FrameFormat.headerBytes(word);
        if (headerBytes > frame.remaining()) {
            throw new MalformedFrameException(
                    "header length is " + headerBytes + ", but only " + frame.remaining() + " bytes follow");
        }
        byte[] header = new byte[headerBytes];
        frame.get(header);
        var view = new HeaderView();
        view.decode(header, 0, headerBytes, FrameFormat.serializeType(word));
        RemotingCommand command = view.toCommand(frame);
        frame.position(frame.limit());
        return command;
    }
}
