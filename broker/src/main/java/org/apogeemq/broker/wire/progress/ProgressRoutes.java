package org.apogeemq.broker.wire.progress;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apogeemq.broker.reset.ResetOrder;
import org.apogeemq.broker.reset.Resets;
import org.apogeemq.broker.wire.Later;
import org.apogeemq.broker.wire.Requests;
import org.apogeemq.broker.wire.RouteContext;
import org.apogeemq.broker.wire.Routes;
import org.apogeemq.protocol.body.ResetOffsetBody;
import org.apogeemq.protocol.command.RemotingCommand;
import org.apogeemq.protocol.command.RequestCodes;
import org.apogeemq.protocol.header.OffsetHeaders.CloneGroupOffset;
import org.apogeemq.protocol.header.OffsetHeaders.ResetOffset;
import org.apogeemq.protocol.record.MessageQueue;

/** Requests that move groups: 222, 314. */
public final class ProgressRoutes {
    private final String brokerName;
    private final Resets resets;

    public ProgressRoutes(String brokerName, Resets resets) {
        this.brokerName = brokerName;
        this.resets = resets;
    }

    /** Adds these routes. */
    public void register(Routes.Builder routes) {
        routes.offLoop(RequestCodes.INVOKE_BROKER_TO_RESET_OFFSET, this::reset);
        routes.offLoop(RequestCodes.CLONE_GROUP_OFFSET, this::copy);
    }

    private RemotingCommand reset(RouteContext context, RemotingCommand request) {
        ResetOffset header = Requests.header(ResetOffset.class, request);
        var order = new ResetOrder(
                header.topic(),
                header.group(),
                header.timestamp(),
                header.isForce(),
                header.queueId() == null ? ResetOrder.ALL_QUEUES : header.queueId(),
                header.offset());
        return Later.answer(context, request, resets.reset(order), targets -> {
            Map<MessageQueue, Long> table = new LinkedHashMap<>();
            targets.forEach(
                    (queueId, offset) -> table.put(new MessageQueue(order.topic(), brokerName, queueId), offset));
            return request.success(new ResetOffsetBody(table).toJson());
        });
    }

    private RemotingCommand copy(RouteContext context, RemotingCommand request) {
        CloneGroupOffset header = Requests.header(CloneGroupOffset.class, request);
        String topic = header.topic() == null || header.topic().isBlank() ? null : header.topic();
        boolean offline = Boolean.TRUE.equals(header.offline());
        return Later.success(context, request, resets.copy(header.srcGroup(), header.destGroup(), topic, offline));
    }
}
