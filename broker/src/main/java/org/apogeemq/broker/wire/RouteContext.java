package org.apogeemq.broker.wire;

import org.apogeemq.broker.face.Caller;
import org.apogeemq.broker.face.ClientLink;
import org.apogeemq.protocol.command.RemotingCommand;

/** What a route may know besides the request. */
public interface RouteContext {
    /** Who asks. */
    Caller caller();

    /** The way back to the caller; the same object for every request of a connection. */
    ClientLink link();

    /** Sends an answer that was not ready when the route returned null. Any thread; not for one-way requests. */
    void answerLater(RemotingCommand answer);
}
