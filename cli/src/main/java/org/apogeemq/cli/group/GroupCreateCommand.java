package org.apogeemq.cli.group;

import java.util.List;
import org.apogeemq.cli.grammar.Arguments;
import org.apogeemq.cli.grammar.Command;
import org.apogeemq.cli.grammar.CommandFailure;
import org.apogeemq.cli.grammar.Console;
import org.apogeemq.cli.grammar.Grammar;
import org.apogeemq.cli.reach.BrokerOptions;
import org.apogeemq.cli.reach.NameServerOption;
import org.apogeemq.cli.reach.Remote;
import org.apogeemq.cli.reach.Remote.Master;
import org.apogeemq.cli.reach.Session;
import org.apogeemq.protocol.body.SubscriptionGroupConfig;

/** {@code apogee group create}: makes a group. */
public final class GroupCreateCommand implements Command {
    private static final String GROUP = "GROUP";

    private final String nameServers;

    /** @param nameServers used if none is named */
    public GroupCreateCommand(String nameServers) {
        this.nameServers = nameServers;
    }

    @Override
    public Grammar grammar() {
        return new Grammar("group create", "Makes a consumer group on all brokers, or on those that are named.")
                .argument(GROUP, "Name of the new group.")
                .with(GroupSettings::in)
                .with(BrokerOptions::in)
                .with(NameServerOption::in)
                .more("""
                    Needed where brokers do not make groups by themselves, or for settings before the first consumer.
                    Without options: may consume and broadcast, 16 retries, 1 retry queue, 15 minutes.

                    Exit code: 0 made, 1 if it is there already or was refused, 2 wrong use.
                    """);
    }

    @Override
    public int run(Arguments arguments, Console console) {
        String name = arguments.text(GROUP).orElseThrow();
        SubscriptionGroupConfig wanted = GroupSettings.applied(SubscriptionGroupConfig.of(name), arguments);
        try (var session = new Session()) {
            Remote remote = session.remote(NameServerOption.addresses(arguments, nameServers));
            List<Master> masters = BrokerOptions.chosen(arguments, remote.masters());
            var groups = new Groups(remote, masters);
            if (!groups.of(name).isEmpty()) {
                throw new CommandFailure(
                        "there is a group " + name + " already; to change it: bin/apogee group update " + name);
            }
            for (Master broker : masters) {
                groups.put(broker, wanted);
                console.out().println("made group " + name + " on " + broker.name());
            }
            return 0;
        }
    }
}
