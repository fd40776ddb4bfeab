package org.apogeemq.nameserver.wire;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apogeemq.nameserver.kv.KvConfigs;
import org.apogeemq.nameserver.registry.RouteTable;
import org.apogeemq.protocol.command.RemotingCommand;
import org.apogeemq.protocol.command.RequestCodes;
import org.apogeemq.protocol.command.ResponseCodes;
import org.apogeemq.protocol.json.JsonException;
import org.apogeemq.remoting.Connection;
import org.apogeemq.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which request is answered by what, and on which thread. Thread-safe; shared by the handlers of all event loops. */
public final class Requests {
    private static final Logger LOG = LoggerFactory.getLogger(Requests.class);

    private final Clerk clerk;
    private final RouteTable table;
    private final Map<Integer, Answer> questions = new HashMap<>();
    private final Map<Integer, Answer> changes = new HashMap<>();

    /** All requests over these tables. */
    public Requests(
            RouteTable table, KvConfigs kv, Settings settings, RouteAddresses addresses, Clerk clerk, Clock clock) {
        this.clerk = clerk;
        this.table = table;
        var routes = new RouteAnswers(table, kv, settings, addresses);
        questions.put(RequestCodes.GET_ROUTEINFO_BY_TOPIC, routes::route);
        questions.put(RequestCodes.GET_BROKER_CLUSTER_INFO, routes::clusters);
        var brokers = new RegistrationAnswers(table, kv, settings, clock);
        questions.put(RequestCodes.QUERY_DATA_VERSION, brokers::queryDataVersion);
        questions.put(RequestCodes.BROKER_HEARTBEAT, brokers::heartbeat);
        questions.put(RequestCodes.GET_BROKER_MEMBER_GROUP, brokers::members);
        changes.put(RequestCodes.REGISTER_BROKER, brokers::register);
        changes.put(RequestCodes.UNREGISTER_BROKER, brokers::unregister);
        addTopics(new TopicAnswers(table, settings));
        addSettings(new SettingAnswers(kv, settings));
    }

    private void addTopics(TopicAnswers topics) {
        questions.put(RequestCodes.GET_ALL_TOPIC_LIST_FROM_NAMESERVER, topics::all);
        questions.put(RequestCodes.GET_TOPICS_BY_CLUSTER, topics::ofCluster);
        questions.put(RequestCodes.GET_SYSTEM_TOPIC_LIST_FROM_NS, topics::system);
        questions.put(RequestCodes.GET_UNIT_TOPIC_LIST, topics::ofUnits);
        questions.put(RequestCodes.GET_HAS_UNIT_SUB_TOPIC_LIST, topics::withUnitSubscription);
        questions.put(RequestCodes.GET_HAS_UNIT_SUB_UNUNIT_TOPIC_LIST, topics::withUnitSubscriptionOnly);
        changes.put(RequestCodes.DELETE_TOPIC_IN_NAMESRV, topics::delete);
        changes.put(RequestCodes.REGISTER_TOPIC_IN_NAMESRV, topics::add);
        changes.put(RequestCodes.WIPE_WRITE_PERM_OF_BROKER, topics::wipeWritePerm);
        changes.put(RequestCodes.ADD_WRITE_PERM_OF_BROKER, topics::addWritePerm);
    }

    private void addSettings(SettingAnswers settings) {
        questions.put(RequestCodes.GET_KV_CONFIG, settings::get);
        questions.put(RequestCodes.GET_KVLIST_BY_NAMESPACE, settings::namespace);
        questions.put(RequestCodes.GET_NAMESRV_CONFIG, settings::ownSettings);
        changes.put(RequestCodes.PUT_KV_CONFIG, settings::put);
        changes.put(RequestCodes.DELETE_KV_CONFIG, settings::delete);
        changes.put(RequestCodes.UPDATE_NAMESRV_CONFIG, settings::changeOwnSettings);
    }

    /** Answers, now or later. */
    void handle(RemotingCommand request, Connection asker) {
        Answer question = questions.get(request.code());
        if (question != null) {
            send(answer(question, request, asker), request, asker);
            return;
        }
        Answer change = changes.get(request.code());
        if (change == null) {
            send(
                    request.failure(
                            ResponseCodes.REQUEST_CODE_NOT_SUPPORTED,
                            " request type " + request.code() + " not supported"),
                    request,
                    asker);
        } else if (!clerk.take(() -> send(answer(change, request, asker), request, asker))) {
            send(request.failure(ResponseCodes.SYSTEM_ERROR, "too many changes wait, try again"), request, asker);
        }
    }

    private static RemotingCommand answer(Answer answer, RemotingCommand request, Connection asker) {
        try {
            return answer.to(request, asker);
        } catch (BadRequestException | JsonException refused) {
            return request.failure(ResponseCodes.SYSTEM_ERROR, refused.getMessage());
        } catch (IOException | RuntimeException failure) {
            LOG.error("request {} of {} failed", request.code(), asker.remoteAddress(), failure);
            return request.failure(ResponseCodes.SYSTEM_ERROR, String.valueOf(failure.getMessage()));
        }
    }

    private static void send(RemotingCommand answer, RemotingCommand request, Connection asker) {
        if (!request.isOneway()) {
            asker.send(answer);
        }
    }

    void closed(Connection connection) {
        table.sessionClosed(connection).forEach(broker -> LOG.warn("broker {} has lost its connection", broker));
    }
}
