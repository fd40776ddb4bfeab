package org.apogeemq.broker.wire.progress;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apogeemq.broker.query.Lateness;
import org.apogeemq.broker.wire.Requests;
import org.apogeemq.broker.wire.RouteContext;
import org.apogeemq.broker.wire.Routes;
import org.apogeemq.protocol.body.QueueStats.CorrectionOffsets;
import org.apogeemq.protocol.command.RemotingCommand;
import org.apogeemq.protocol.command.RequestCodes;
import org.apogeemq.protocol.header.GroupHeaders.ConsumeTimeSpan;
import org.apogeemq.protocol.header.OffsetHeaders.CorrectionOffset;

/** Requests that ask how late groups are: 303, 308. */
public final class LatenessRoutes {
    private final Lateness lateness;

    public LatenessRoutes(Lateness lateness) {
        this.lateness = lateness;
    }

    /** Adds these routes. */
    public void register(Routes.Builder routes) {
        routes.offLoop(RequestCodes.QUERY_CONSUME_TIME_SPAN, this::times);
        routes.offLoop(RequestCodes.QUERY_CORRECTION_OFFSET, this::furthestBehind);
    }

    private RemotingCommand times(RouteContext context, RemotingCommand request) {
        ConsumeTimeSpan header = Requests.header(ConsumeTimeSpan.class, request);
        return request.success(lateness.of(header.group(), header.topic()).toJson());
    }

    private RemotingCommand furthestBehind(RouteContext context, RemotingCommand request) {
        CorrectionOffset header = Requests.header(CorrectionOffset.class, request);
        boolean all = header.filterGroups() == null || header.filterGroups().isBlank();
        Set<String> without =
                all ? Set.of() : new HashSet<>(List.of(header.filterGroups().split(",")));
        var offsets = lateness.furthestBehind(header.topic(), header.compareGroup(), without);
        return request.success(new CorrectionOffsets(offsets).toJson());
    }
}
