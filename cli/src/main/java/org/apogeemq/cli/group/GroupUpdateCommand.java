package org.apogeemq.cli.group;

import org.apogeemq.cli.grammar.Arguments;
import org.apogeemq.cli.grammar.Command;
import org.apogeemq.cli.grammar.CommandFailure;
import org.apogeemq.cli.grammar.Console;
import org.apogeemq.cli.grammar.Grammar;
import org.apogeemq.cli.reach.BrokerOptions;
import org.apogeemq.cli.reach.NameServerOption;
import org.apogeemq.cli.reach.Remote;
import org.apogeemq.cli.reach.Session;
import org.apogeemq.protocol.body.SubscriptionGroupConfig;

/** {@code apogee group update}: changes a group. */
public final class GroupUpdateCommand implements Command {
    private static final String GROUP = "GROUP";

    private final String nameServers;

    /** @param nameServers used if none is named */
    public GroupUpdateCommand(String nameServers) {
        this.nameServers = nameServers;
    }

    @Override
    public Grammar grammar() {
        return new Grammar("group update", "Changes a consumer group where it is; what is not given stays as it is.")
                .argument(GROUP, "Group to change.")
                .with(GroupSettings::in)
                .with(BrokerOptions::in)
                .with(NameServerOption::in)
                .more("""
                    Examples:
                      bin/apogee group update billing --consume no     stops it, its clients stay connected
                      bin/apogee group update billing --retries 5

                    Exit code: 0 changed, 1 if there is no such group or it was refused, 2 wrong use.
                    """);
    }

    @Override
    public int run(Arguments arguments, Console console) {
        String name = arguments.text(GROUP).orElseThrow();
        try (var session = new Session()) {
            Remote remote = session.remote(NameServerOption.addresses(arguments, nameServers));
            var groups = new Groups(remote, BrokerOptions.chosen(arguments, remote.masters()));
            int changed = 0;
            for (Groups.Held held : groups.found(name)) {
                SubscriptionGroupConfig wanted = GroupSettings.applied(held.config(), arguments);
                if (GroupSettings.changes(held.config(), wanted)) {
                    groups.put(held.broker(), wanted);
                    changed++;
                    console.out()
                            .println("changed group " + name + " on "
                                    + held.broker().name());
                }
            }
            if (changed == 0) {
                throw new CommandFailure("nothing was changed: group " + name
                        + " is like that already; bin/apogee group update --help says what can be set");
            }
            return 0;
        }
    }
}
