package org.apogeemq.broker.wire;

import org.apogeemq.broker.query.KeySearch;
import org.apogeemq.broker.query.KeySearch.Kind;
import org.apogeemq.broker.query.StoredMessages;
import org.apogeemq.protocol.command.RemotingCommand;
import org.apogeemq.protocol.command.RequestCodes;
import org.apogeemq.protocol.command.ResponseCodes;
import org.apogeemq.protocol.header.HeaderCodec;
import org.apogeemq.protocol.header.QueryHeaders.QueryMessage;
import org.apogeemq.protocol.header.QueryHeaders.QueryMessageResponse;
import org.apogeemq.protocol.header.QueryHeaders.ViewMessage;
import org.apogeemq.store.index.KeyIndex.Reach;
import org.apogeemq.store.index.KeyIndex.TimeRange;

/** Requests that look for messages: 12, 33. */
public final class QueryRoutes {
    /** Messages a query finds at most; Apache's maxMsgsNumBatch. */
    private static final int FOUND_MAX = 64;
    /** Messages with one unique key that are found at most, whatever is asked for; Apache's defaultQueryMaxNum. */
    private static final int UNIQUE_FOUND_MAX = 32;

    private final StoredMessages messages;
    private final KeySearch keys;

    public QueryRoutes(StoredMessages messages, KeySearch keys) {
        this.messages = messages;
        this.keys = keys;
    }

    /** Adds these routes. */
    public void register(Routes.Builder routes) {
        routes.offLoop(RequestCodes.VIEW_MESSAGE_BY_ID, this::view);
        routes.offLoop(RequestCodes.QUERY_MESSAGE, this::query);
    }

    private RemotingCommand view(RouteContext context, RemotingCommand request) {
        ViewMessage header = Requests.header(ViewMessage.class, request);
        return request.success(messages.byLogOffset(header.offset(), header.topic()));
    }

    private RemotingCommand query(RouteContext context, RemotingCommand request) {
        QueryMessage header = Requests.header(QueryMessage.class, request);
        Kind kind = kind(header);
        int max = Boolean.TRUE.equals(header.uniqueKeyQuery()) ? UNIQUE_FOUND_MAX : header.maxNum();
        var range = new TimeRange(header.beginTimestamp(), header.endTimestamp());
        KeySearch.Answer answer =
                keys.find(new KeySearch.Question(header.topic(), header.key(), kind, Math.min(max, FOUND_MAX), range));
        Reach reach = answer.reach();
        var fields = HeaderCodec.encode(new QueryMessageResponse(reach.lastTimestamp(), reach.lastLogOffset()));
        if (answer.records().length > 0) {
            return request.answer(ResponseCodes.SUCCESS, behind(reach), fields, answer.records());
        }
        if (!keys.isOn()) {
            return request.answer(
                    ResponseCodes.QUERY_NOT_FOUND, "there is no index: messageIndexEnable is false", fields, null);
        }
        return reach.isBehind()
                ? request.answer(ResponseCodes.SYSTEM_BUSY, behind(reach), fields, null)
                : request.answer(
                        ResponseCodes.QUERY_NOT_FOUND,
                        "can not find message, maybe time range not correct",
                        fields,
                        null);
    }

    private static Kind kind(QueryMessage header) {
        if (Boolean.TRUE.equals(header.uniqueKeyQuery()) || "U".equals(header.indexType())) {
            return Kind.UNIQUE_KEY;
        }
        return "T".equals(header.indexType()) ? Kind.TAGS : Kind.KEY;
    }

    /** Says what is missing; null if nothing is. */
    private static String behind(Reach reach) {
        return reach.isBehind()
                ? "the key index is behind, at " + reach.indexedTo() + " of " + reach.logEnd() + "; try again later"
                : null;
    }
}
