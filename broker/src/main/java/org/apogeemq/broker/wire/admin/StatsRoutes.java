package org.apogeemq.broker.wire.admin;

import org.apogeemq.broker.face.RefusedException;
import org.apogeemq.broker.query.Backlogs;
import org.apogeemq.broker.stats.Figure;
import org.apogeemq.broker.stats.Statistic;
import org.apogeemq.broker.stats.Statistics;
import org.apogeemq.broker.wire.Requests;
import org.apogeemq.broker.wire.RouteContext;
import org.apogeemq.broker.wire.Routes;
import org.apogeemq.protocol.body.QueueStats.ConsumeStatsList;
import org.apogeemq.protocol.body.admin.BrokerStatsData;
import org.apogeemq.protocol.command.RemotingCommand;
import org.apogeemq.protocol.command.RequestCodes;
import org.apogeemq.protocol.command.ResponseCodes;
import org.apogeemq.protocol.header.AdminHeaders.BrokerConsumeStats;
import org.apogeemq.protocol.header.AdminHeaders.BrokerStats;

/** Requests for figures by topic, queue and group: 315, 317. */
public final class StatsRoutes {
    private final Statistics statistics;
    private final Backlogs backlogs;
    private final String cluster;

    /** @param cluster by which administrators mean the whole broker */
    public StatsRoutes(Statistics statistics, Backlogs backlogs, String cluster) {
        this.statistics = statistics;
        this.backlogs = backlogs;
        this.cluster = cluster;
    }

    /** Adds these routes. */
    public void register(Routes.Builder routes) {
        routes.onLoop(RequestCodes.VIEW_BROKER_STATS_DATA, this::stats);
        routes.offLoop(RequestCodes.GET_BROKER_CONSUME_STATS, this::backlogs);
    }

    /** What was never counted is refused: tools take that for an absent figure, and zeroes for a real one. */
    private RemotingCommand stats(RouteContext context, RemotingCommand request) {
        BrokerStats header = Requests.header(BrokerStats.class, request);
        Statistic found = statistics.find(header.statsName(), header.statsKey(), cluster);
        if (found == null) {
            throw new RefusedException(
                    ResponseCodes.SYSTEM_ERROR,
                    "The stats <" + header.statsName() + "> <" + header.statsKey() + "> not exist");
        }
        return request.success(
                new BrokerStatsData(item(found.minute()), item(found.hour()), item(found.day())).toJson());
    }

    private static BrokerStatsData.Item item(Figure figure) {
        return new BrokerStatsData.Item(figure.sum(), figure.perSecond(), figure.perRequest());
    }

    private RemotingCommand backlogs(RouteContext context, RemotingCommand request) {
        BrokerConsumeStats header = Requests.header(BrokerConsumeStats.class, request);
        var reached = context.caller().reached();
        String address = reached.getAddress().getHostAddress() + ":" + reached.getPort();
        return request.success(new ConsumeStatsList(address, backlogs.ofGroups(header.isOrder())).toJson());
    }
}
