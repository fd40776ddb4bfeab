package org.apogeemq.broker.wire.progress;

import org.apogeemq.broker.mode.Assignments;
import org.apogeemq.broker.mode.Modes;
import org.apogeemq.broker.wire.Later;
import org.apogeemq.broker.wire.Requests;
import org.apogeemq.broker.wire.RouteContext;
import org.apogeemq.broker.wire.Routes;
import org.apogeemq.protocol.body.admin.Assignment;
import org.apogeemq.protocol.body.admin.RequestMode;
import org.apogeemq.protocol.body.admin.RequestModes;
import org.apogeemq.protocol.command.RemotingCommand;
import org.apogeemq.protocol.command.RequestCodes;
import org.apogeemq.store.Store;

/** Requests about how groups get their messages: 400, 401, 402. */
public final class ModeRoutes {
    private final Modes modes;
    private final Store store;
    private final Assignments assignments;

    public ModeRoutes(Modes modes, Store store, Assignments assignments) {
        this.modes = modes;
        this.store = store;
        this.assignments = assignments;
    }

    /** Adds these routes. */
    public void register(Routes.Builder routes) {
        routes.offLoop(RequestCodes.QUERY_ASSIGNMENT, this::assignment);
        routes.offLoop(RequestCodes.SET_MESSAGE_REQUEST_MODE, this::set);
        routes.offLoop(RequestCodes.GET_ALL_MESSAGE_REQUEST_MODE, this::all);
    }

    private RemotingCommand assignment(RouteContext context, RemotingCommand request) {
        Assignment.Request who = Requests.body(request, Assignment.Request::fromJson);
        return Later.answer(
                context,
                request,
                assignments.of(who),
                queues -> request.success(Assignment.answer(queues, RequestMode.PULL)));
    }

    private RemotingCommand set(RouteContext context, RemotingCommand request) {
        return Later.success(context, request, modes.set(store, Requests.body(request, RequestMode::fromJson)));
    }

    private RemotingCommand all(RouteContext context, RemotingCommand request) {
        return request.success(RequestModes.toJson(modes.all()));
    }
}
