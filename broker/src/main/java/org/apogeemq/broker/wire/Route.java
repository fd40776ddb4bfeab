package org.apogeemq.broker.wire;

import org.apogeemq.protocol.command.RemotingCommand;

/** Answers the requests of one code that is not hot. */
@FunctionalInterface
public interface Route {
    /**
     * The answer, or null if there is none now: the route will send it later through {@link RouteContext#answerLater}.
     *
     * @throws org.apogeemq.broker.face.RefusedException to answer with its code and text
     */
    RemotingCommand answer(RouteContext context, RemotingCommand request);
}
