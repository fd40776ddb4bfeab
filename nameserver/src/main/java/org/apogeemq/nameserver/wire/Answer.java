package org.apogeemq.nameserver.wire;

import java.io.IOException;
import org.apogeemq.protocol.command.RemotingCommand;
import org.apogeemq.remoting.Connection;

/** Makes the answer to the requests of one code. */
@FunctionalInterface
interface Answer {
    /**
     * The answer.
     *
     * @throws BadRequestException if the request lacks something
     * @throws IOException if a setting could not be kept
     */
    RemotingCommand to(RemotingCommand request, Connection asker) throws IOException;
}
