package org.apogeemq.cli.reach;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.IntConsumer;
import org.apogeemq.cli.grammar.CommandFailure;
import org.apogeemq.cli.grammar.WrongUseException;
import org.apogeemq.protocol.body.BrokerData;
import org.apogeemq.protocol.body.ClusterInfo;
import org.apogeemq.protocol.command.RemotingCommand;
import org.apogeemq.protocol.command.RequestCodes;
import org.apogeemq.protocol.command.ResponseCodes;
import org.apogeemq.remoting.RemotingClient;

/** A queue somewhere: its name servers and, through their routes, its brokers. Thread-safe. */
public final class Remote {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final long MASTER = 0;

    /** Requests that are under way at once when many are asked. */
    private static final int UNDER_WAY_MAX = 64;

    /** The master of a broker. */
    public record Master(String name, String cluster, String address) {}

    /** A request to a broker. */
    public record Question(String broker, RemotingCommand request) {}

    private final RemotingClient client;
    private final List<String> nameServers;

    /** @param nameServers {@code host:port}, asked in this order until one answers */
    Remote(RemotingClient client, List<String> nameServers) {
        this.client = client;
        this.nameServers = List.copyOf(nameServers);
    }

    /** A request without a body; {@code fields} are names and values in turn, those with a null value left out. */
    public static RemotingCommand request(int code, String... fields) {
        Map<String, String> ext = new HashMap<>();
        for (int i = 0; i < fields.length; i += 2) {
            if (fields[i + 1] != null) {
                ext.put(fields[i], fields[i + 1]);
            }
        }
        return RemotingCommand.request(code, ext, null);
    }

    /**
     * Where a topic is; empty if there is no such topic.
     *
     * @throws WrongUseException if the topic is empty
     * @throws CommandFailure if no name server answers, or one refuses
     */
    public Optional<TopicRoute> route(String topic) {
        if (topic.isBlank()) {
            throw new WrongUseException("TOPIC is empty");
        }
        RemotingCommand answer = askNameServer(request(RequestCodes.GET_ROUTEINFO_BY_TOPIC, "topic", topic));
        return switch (answer.code()) {
            case ResponseCodes.SUCCESS -> Optional.of(TopicRoute.read(answer.body()));
            case ResponseCodes.TOPIC_NOT_EXIST -> Optional.empty();
            default -> throw refused("the name server", answer);
        };
    }

    /**
     * The masters of all brokers, by name.
     *
     * @throws CommandFailure if there is none, no name server answers, or one refuses
     */
    public List<Master> masters() {
        RemotingCommand answer = askNameServer(request(RequestCodes.GET_BROKER_CLUSTER_INFO));
        if (answer.code() != ResponseCodes.SUCCESS) {
            throw refused("the name server", answer);
        }
        List<Master> masters = new ArrayList<>();
        for (BrokerData broker :
                ClusterInfo.fromJson(answer.body()).brokerAddrTable().values()) {
            String address = broker.brokerAddrs().get(MASTER);
            if (address != null) {
                masters.add(new Master(broker.brokerName(), broker.cluster(), address));
            }
        }
        if (masters.isEmpty()) {
            throw new CommandFailure("the name server " + nameServers.get(0)
                    + " knows no broker; start one (bin/apogee up, bin/apogee broker), or wait for one that is"
                    + " starting");
        }
        masters.sort(Comparator.comparing(Master::name));
        return masters;
    }

    /** The answer of the first name server that gives one, whatever its code. */
    private RemotingCommand askNameServer(RemotingCommand request) {
        String last = null;
        for (String nameServer : nameServers) {
            try {
                return client.call(nameServer, request, TIMEOUT).get();
            } catch (ExecutionException e) {
                last = "no name server answers at " + nameServer + " (" + reason(e.getCause()) + ")";
            } catch (InterruptedException e) {
                throw interrupted(nameServer);
            }
        }
        throw new CommandFailure(
                last + "; to start one here: bin/apogee up; to name another: -n host:port (or NAMESRV_ADDR)");
    }

    /**
     * Tells all name servers the same.
     *
     * @throws CommandFailure if one does not answer or refuses; the others have been told
     */
    public void tellNameServers(RemotingCommand request) {
        CommandFailure failure = null;
        for (String nameServer : nameServers) {
            try {
                RemotingCommand answer =
                        client.call(nameServer, request, TIMEOUT).get();
                if (answer.code() != ResponseCodes.SUCCESS) {
                    failure = refused("name server " + nameServer, answer);
                }
            } catch (ExecutionException e) {
                failure = new CommandFailure("name server " + nameServer + " does not answer (" + reason(e.getCause())
                        + "); the others have been told, run the command again when it is back");
            } catch (InterruptedException e) {
                throw interrupted(nameServer);
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /**
     * A broker's answer, whatever its code.
     *
     * @throws CommandFailure if it does not answer in time
     */
    public RemotingCommand ask(String broker, RemotingCommand request) {
        return await(broker, client.call(broker, request, TIMEOUT));
    }

    /**
     * A broker's answer that is no refusal.
     *
     * @throws CommandFailure if it does not answer in time, or refuses
     */
    public RemotingCommand done(String broker, RemotingCommand request) {
        RemotingCommand answer = ask(broker, request);
        if (answer.code() != ResponseCodes.SUCCESS) {
            throw refused("broker " + broker, answer);
        }
        return answer;
    }

    /**
     * The answers to many questions in their order, whatever their codes; some are under way at once.
     *
     * @param answered told how many answers there are
     * @throws CommandFailure if a broker does not answer in time
     */
    public List<RemotingCommand> askAll(List<Question> questions, IntConsumer answered) {
        List<CompletableFuture<RemotingCommand>> asked = new ArrayList<>();
        List<RemotingCommand> answers = new ArrayList<>();
        while (answers.size() < questions.size()) {
            while (asked.size() < questions.size() && asked.size() - answers.size() < UNDER_WAY_MAX) {
                Question question = questions.get(asked.size());
                asked.add(client.call(question.broker(), question.request(), TIMEOUT));
            }
            int next = answers.size();
            answers.add(await(questions.get(next).broker(), asked.get(next)));
            answered.accept(answers.size());
        }
        return answers;
    }

    /** A broker's answer later, within {@code timeout}. */
    public CompletableFuture<RemotingCommand> askLater(String broker, RemotingCommand request, Duration timeout) {
        return client.call(broker, request, timeout);
    }

    /** What to say of an answer that is a refusal. */
    public static CommandFailure refused(String who, RemotingCommand answer) {
        String text = answer.remark() == null ? "no reason given" : answer.remark();
        return new CommandFailure(who + " refuses with code " + answer.code() + ": " + text);
    }

    private static RemotingCommand await(String broker, CompletableFuture<RemotingCommand> answer) {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw new CommandFailure("broker " + broker + " does not answer (" + reason(e.getCause())
                    + "); the name server says that it is there: is this address reachable from here?");
        } catch (InterruptedException e) {
            throw interrupted(broker);
        }
    }

    private static String reason(Throwable cause) {
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    private static CommandFailure interrupted(String who) {
        Thread.currentThread().interrupt();
        return new CommandFailure("interrupted while waiting for " + who);
    }
}
