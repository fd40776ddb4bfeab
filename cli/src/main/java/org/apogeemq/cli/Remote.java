package org.apogeemq.cli;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apogeemq.cli.grammar.WrongUseException;
import org.apogeemq.protocol.command.RemotingCommand;
import org.apogeemq.protocol.command.RequestCodes;
import org.apogeemq.protocol.command.ResponseCodes;
import org.apogeemq.remoting.RemotingClient;

/** A queue somewhere: its name servers and, through their routes, its brokers. Thread-safe. */
final class Remote {
    static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final RemotingClient client;
    private final List<String> nameServers;

    /** @param nameServers {@code host:port}, asked in this order until one answers */
    Remote(RemotingClient client, List<String> nameServers) {
        this.client = client;
        this.nameServers = List.copyOf(nameServers);
    }

    /**
     * Where a topic is; empty if there is no such topic.
     *
     * @throws WrongUseException if the topic is empty
     * @throws CommandFailure if no name server answers, or one refuses
     */
    Optional<TopicRoute> route(String topic) {
        if (topic.isBlank()) {
            throw new WrongUseException("TOPIC is empty");
        }
        String last = null;
        for (String nameServer : nameServers) {
            RemotingCommand answer;
            try {
                answer = client.call(
                                nameServer,
                                RemotingCommand.request(
                                        RequestCodes.GET_ROUTEINFO_BY_TOPIC, Map.of("topic", topic), null),
                                TIMEOUT)
                        .get();
            } catch (ExecutionException e) {
                last = "no name server answers at " + nameServer + " (" + reason(e.getCause()) + ")";
                continue;
            } catch (InterruptedException e) {
                throw interrupted(nameServer);
            }
            return switch (answer.code()) {
                case ResponseCodes.SUCCESS -> Optional.of(TopicRoute.read(answer.body()));
                case ResponseCodes.TOPIC_NOT_EXIST -> Optional.empty();
                default -> throw refused("name server " + nameServer, answer);
            };
        }
        throw new CommandFailure(
                last + "; to start one here: bin/apogee up; to name another: -n host:port (or NAMESRV_ADDR)");
    }

    /**
     * A broker's answer, whatever its code.
     *
     * @throws CommandFailure if it does not answer in time
     */
    RemotingCommand ask(String broker, RemotingCommand request) {
        try {
            return client.call(broker, request, TIMEOUT).get();
        } catch (ExecutionException e) {
            throw new CommandFailure("broker " + broker + " does not answer (" + reason(e.getCause())
                    + "); the name server says that it is there: is this address reachable from here?");
        } catch (InterruptedException e) {
            throw interrupted(broker);
        }
    }

    /** A broker's answer later, within {@code timeout}. */
    CompletableFuture<RemotingCommand> askLater(String broker, RemotingCommand request, Duration timeout) {
        return client.call(broker, request, timeout);
    }

    /** What to say of an answer that is a refusal. */
    static CommandFailure refused(String who, RemotingCommand answer) {
        String text = answer.remark() == null ? "no reason given" : answer.remark();
        return new CommandFailure(who + " refuses with code " + answer.code() + ": " + text);
    }

    private static String reason(Throwable cause) {
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    private static CommandFailure interrupted(String who) {
        Thread.currentThread().interrupt();
        return new CommandFailure("interrupted while waiting for " + who);
    }
}
