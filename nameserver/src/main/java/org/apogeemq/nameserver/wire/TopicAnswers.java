package org.apogeemq.nameserver.wire;

import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.apogeemq.nameserver.registry.RouteTable;
import org.apogeemq.protocol.body.TopicList;
import org.apogeemq.protocol.body.TopicRouteData;
import org.apogeemq.protocol.command.RemotingCommand;
import org.apogeemq.protocol.command.ResponseCodes;
import org.apogeemq.remoting.Connection;

/** Topics as lists, and changes to them by administrators (205, 206, 216, 217, 224, 304, 311 to 313, 327). */
final class TopicAnswers {
    private static final int UNIT = 1;
    private static final int UNIT_SUBSCRIPTION = 2;

    private final RouteTable table;
    private final Settings config;

    TopicAnswers(RouteTable table, Settings config) {
        this.table = table;
        this.config = config;
    }

    RemotingCommand all(RemotingCommand request, Connection asker) {
        if (!config.rules().enableAllTopicList()) {
            return request.failure(ResponseCodes.SYSTEM_ERROR, "disable: enableAllTopicList is false");
        }
        return names(request, table.topicNames());
    }

    RemotingCommand ofCluster(RemotingCommand request, Connection asker) {
        return names(request, table.topicNames(new Arguments(request).text("cluster")));
    }

    RemotingCommand system(RemotingCommand request, Connection asker) {
        return request.success(new TopicList(List.copyOf(table.systemTopicNames()), table.anyAddress()).toJson());
    }

    RemotingCommand ofUnits(RemotingCommand request, Connection asker) {
        return flagged(request, flags -> (flags & UNIT) != 0);
    }

    RemotingCommand withUnitSubscription(RemotingCommand request, Connection asker) {
        return flagged(request, flags -> (flags & UNIT_SUBSCRIPTION) != 0);
    }

    RemotingCommand withUnitSubscriptionOnly(RemotingCommand request, Connection asker) {
        return flagged(request, flags -> (flags & UNIT_SUBSCRIPTION) != 0 && (flags & UNIT) == 0);
    }

    private RemotingCommand flagged(RemotingCommand request, IntPredicate condition) {
        return names(request, table.topicNames(condition));
    }

    private static RemotingCommand names(RemotingCommand request, List<String> names) {
        return request.success(new TopicList(names).toJson());
    }

    RemotingCommand delete(RemotingCommand request, Connection asker) {
        var arguments = new Arguments(request);
        String topic = arguments.text("topic");
        String cluster = arguments.text("clusterName", null);
        if (cluster == null) {
            table.removeTopic(topic);
        } else {
            table.removeTopic(topic, cluster);
        }
        return request.success();
    }

    RemotingCommand add(RemotingCommand request, Connection asker) {
        String topic = new Arguments(request).text("topic");
        if (request.body() != null) {
            table.addTopic(topic, TopicRouteData.fromJson(request.body()).queueDatas());
        }
        return request.success();
    }

    RemotingCommand wipeWritePerm(RemotingCommand request, Connection asker) {
        int count = table.wipeWritePerm(new Arguments(request).text("brokerName"));
        return request.success(Map.of("wipeTopicCount", String.valueOf(count)));
    }

    RemotingCommand addWritePerm(RemotingCommand request, Connection asker) {
        int count = table.addWritePerm(new Arguments(request).text("brokerName"));
        return request.success(Map.of("addTopicCount", String.valueOf(count)));
    }
}
