package org.apogeemq.protocol.command;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Objects;

/**
 * One command as a value: a request, or the response to one.
 *
 * @param code request code, or result code of a response
 * @param language code of the sender's language, 0 is Java
 * @param version ordinal of the sender's release, see {@link #VERSION}
 * @param opaque ties a response to its request
 * @param flag bit 0: response; bit 1: one-way request
 * @param serializeType form of the header, {@link FrameFormat#JSON} or {@link FrameFormat#BINARY}
 * @param remark error text, or null
 * @param ext typed fields of the code; never null, not to be changed
 * @param body null when there is none; not to be changed
 */
public record RemotingCommand(
        int code,
        int language,
        int version,
        int opaque,
        int flag,
        byte serializeType,
        String remark,
        Map<String, String> ext,
        byte[] body) {

    /** The ordinal Apogee sends as its own: V5_5_0. */
    public static final int VERSION = 513;

    public static final int FLAG_RESPONSE = 1;
    public static final int FLAG_ONEWAY = 2;

    private static final int JAVA = 0;

    public RemotingCommand {
        Objects.requireNonNull(ext, "ext");
        if (body != null && body.length == 0) {
            body = null;
        }
    }

    /** A request; its opaque is given by the connection that sends it. */
    public static RemotingCommand request(int code, Map<String, String> ext, byte[] body) {
        return new RemotingCommand(code, JAVA, VERSION, 0, 0, FrameFormat.JSON, null, ext, body);
    }

    /** The answer to this request, in the same form of header. */
    public RemotingCommand answer(int resultCode, String text, Map<String, String> fields, byte[] content) {
        return new RemotingCommand(
                resultCode, JAVA, VERSION, opaque, FLAG_RESPONSE, serializeType, text, fields, content);
    }

    public RemotingCommand success() {
        return answer(ResponseCodes.SUCCESS, null, Map.of(), null);
    }

    public RemotingCommand success(byte[] content) {
        return answer(ResponseCodes.SUCCESS, null, Map.of(), content);
    }

    public RemotingCommand success(Map<String, String> fields) {
        return answer(ResponseCodes.SUCCESS, null, fields, null);
    }

    /** The answer that refuses this request. */
    public RemotingCommand failure(int resultCode, String text) {
        return answer(resultCode, text, Map.of(), null);
    }

    public RemotingCommand withOpaque(int newOpaque) {
        return new RemotingCommand(code, language, version, newOpaque, flag, serializeType, remark, ext, body);
    }

    public RemotingCommand asOneway() {
        return new RemotingCommand(
                code, language, version, opaque, flag | FLAG_ONEWAY, serializeType, remark, ext, body);
    }

    public boolean isResponse() {
        return (flag & FLAG_RESPONSE) != 0;
    }

    public boolean isOneway() {
        return (flag & FLAG_ONEWAY) != 0;
    }

    /** The body for reading, empty when there is none. */
    public ByteBuffer bodyBuffer() {
        return body == null ? ByteBuffer.allocate(0) : ByteBuffer.wrap(body);
    }
}
