package org.apogeemq.cli.group;

import java.util.ArrayList;
import java.util.List;
import org.apogeemq.cli.grammar.Arguments;
import org.apogeemq.cli.grammar.Command;
import org.apogeemq.cli.grammar.Console;
import org.apogeemq.cli.grammar.Grammar;
import org.apogeemq.cli.reach.NameServerOption;
import org.apogeemq.cli.reach.Remote;
import org.apogeemq.cli.reach.Session;
import org.apogeemq.cli.screen.JsonOption;
import org.apogeemq.cli.screen.ListOptions;
import org.apogeemq.cli.screen.Listing;
import org.apogeemq.cli.screen.Progress;
import org.apogeemq.protocol.json.JsonWriter;
import org.apogeemq.protocol.record.Names;

/** {@code apogee group list}: shows which consumer groups there are. */
public final class GroupListCommand implements Command {
    private final String nameServers;

    /** @param nameServers used if none is named */
    public GroupListCommand(String nameServers) {
        this.nameServers = nameServers;
    }

    @Override
    public Grammar grammar() {
        return new Grammar("group list", "Shows the consumer groups: clients, lag, how old what they consume is.")
                .with(ListOptions::in)
                .with(JsonOption::in)
                .with(NameServerOption::in)
                .more("""
                    LAG is how many messages a group has not consumed, BEHIND how old the message is that it consumed
                    last, in its slowest queue.

                    Exit code: 0 shown, 1 if the queue is not reached, 2 wrong use.
                    """);
    }

    @Override
    public int run(Arguments arguments, Console console) {
        try (var session = new Session()) {
            Remote remote = session.remote(NameServerOption.addresses(arguments, nameServers));
            var groups = new Groups(remote, remote.masters());
            List<String> names = new ArrayList<>(groups.all().keySet());
            names.removeIf(name -> !ListOptions.wants(arguments, name, Names.isSystemGroup(name)));
            if (ListOptions.onlyNames(arguments)) {
                names.forEach(console.out()::println);
                return 0;
            }
            var progress = new Progress(console, "answers", 2L * names.size());
            List<Standing> rows = groups.standings(names, progress);
            progress.end();
            Listing<Standing> listing = listing(session.time().wallMillis());
            if (JsonOption.wanted(arguments)) {
                JsonOption.print(listing.array(rows, new JsonWriter()), console);
            } else if (rows.isEmpty()) {
                console.err().println("there are no such groups; a consumer makes its group when it starts");
            } else {
                listing.print(rows, console);
            }
            return 0;
        }
    }

    static Listing<Standing> listing(long now) {
        return new Listing<Standing>()
                .name("GROUP", "group", Standing::group)
                .whole("CLIENTS", "clients", standing -> standing.clients().size())
                .whole("LAG", "lag", Standing::lag)
                .duration("BEHIND", "behindMillis", standing -> standing.behind(now))
                .text("TYPE", "type", Standing::type)
                .spare()
                .text("MODEL", "model", Standing::model)
                .spare()
                .list("TOPICS", "topics", Standing::topics);
    }
}
