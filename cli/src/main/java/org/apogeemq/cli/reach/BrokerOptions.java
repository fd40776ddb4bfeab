package org.apogeemq.cli.reach;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apogeemq.cli.grammar.Arguments;
import org.apogeemq.cli.grammar.Grammar;
import org.apogeemq.cli.grammar.WrongUseException;
import org.apogeemq.cli.reach.Remote.Master;

/** The options that choose some of the brokers. */
public final class BrokerOptions {
    private static final String BROKER = "--broker";
    private static final String CLUSTER = "--cluster";

    private BrokerOptions() {}

    /** Adds the options to a command's grammar. */
    public static Grammar in(Grammar grammar) {
        return grammar.option(BROKER, "NAME", "Only on this broker. May be repeated. Default: all")
                .option(CLUSTER, "NAME", "Only on the brokers of this cluster. Default: all");
    }

    /**
     * Those that were chosen.
     *
     * @throws WrongUseException if there is none of a name
     */
    public static List<Master> chosen(Arguments arguments, List<Master> masters) {
        List<String> wanted = arguments.all(BROKER);
        for (String name : wanted) {
            if (masters.stream().noneMatch(broker -> broker.name().equals(name))) {
                throw new WrongUseException("there is no broker " + name + ", there are: " + names(masters));
            }
        }
        Optional<String> cluster = arguments.text(CLUSTER);
        List<Master> chosen = masters.stream()
                .filter(broker -> wanted.isEmpty() || wanted.contains(broker.name()))
                .filter(broker -> cluster.isEmpty() || cluster.get().equals(broker.cluster()))
                .toList();
        if (chosen.isEmpty()) {
            throw new WrongUseException("there is no such broker in cluster " + cluster.orElse("") + ", clusters are: "
                    + masters.stream().map(Master::cluster).distinct().collect(Collectors.joining(", ")));
        }
        return chosen;
    }

    private static String names(List<Master> masters) {
        return masters.stream().map(Master::name).collect(Collectors.joining(", "));
    }
}
