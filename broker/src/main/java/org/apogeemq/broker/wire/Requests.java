package org.apogeemq.broker.wire;

import java.util.function.Function;
import org.apogeemq.broker.face.RefusedException;
import org.apogeemq.protocol.command.RemotingCommand;
import org.apogeemq.protocol.command.ResponseCodes;
import org.apogeemq.protocol.header.HeaderCodec;
import org.apogeemq.protocol.json.JsonException;

/** Reads what a request that is not hot carries. */
public final class Requests {
    private static final byte[] EMPTY = {};

    private Requests() {}

    /**
     * The header fields as the record {@code type}.
     *
     * @throws org.apogeemq.protocol.header.BadHeaderException if they do not fit it
     */
    public static <T extends Record> T header(Class<T> type, RemotingCommand request) {
        return HeaderCodec.decode(type, request.ext());
    }

    /** The body as {@code reader} reads it; a body that is no such thing is refused. */
    public static <T> T body(RemotingCommand request, Function<byte[], T> reader) {
        try {
            return reader.apply(request.body() == null ? EMPTY : request.body());
        } catch (JsonException | IllegalArgumentException bad) {
            throw new RefusedException(
                    ResponseCodes.INVALID_PARAMETER, "body of request " + request.code() + ": " + bad.getMessage());
        }
    }
}
