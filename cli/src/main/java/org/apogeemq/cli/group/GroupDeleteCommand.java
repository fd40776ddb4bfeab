package org.apogeemq.cli.group;

import java.util.List;
import org.apogeemq.cli.grammar.Arguments;
import org.apogeemq.cli.grammar.Command;
import org.apogeemq.cli.grammar.CommandFailure;
import org.apogeemq.cli.grammar.Console;
import org.apogeemq.cli.grammar.Grammar;
import org.apogeemq.cli.reach.NameServerOption;
import org.apogeemq.cli.reach.Remote;
import org.apogeemq.cli.reach.Remote.Master;
import org.apogeemq.cli.reach.Session;
import org.apogeemq.cli.screen.Confirmation;
import org.apogeemq.cli.screen.Shown;
import org.apogeemq.cli.topic.Topics;
import org.apogeemq.protocol.record.Names;

/** {@code apogee group delete}: removes a group. */
public final class GroupDeleteCommand implements Command {
    private static final String GROUP = "GROUP";
    private static final String KEEP = "--keep-dead-letters";

    private final String nameServers;

    /** @param nameServers used if none is named */
    public GroupDeleteCommand(String nameServers) {
        this.nameServers = nameServers;
    }

    @Override
    public Grammar grammar() {
        return new Grammar("group delete", "Removes a consumer group: settings, offsets, retries, dead letters.")
                .argument(GROUP, "Group to remove.")
                .flag(KEEP, "Leave the topic of its dead letters.")
                .with(Confirmation::in)
                .with(NameServerOption::in)
                .more("""
                    A group whose clients are connected is not removed: they would make it again at once. Stop them
                    first. A new group of that name begins where its consumers say.

                    Exit code: 0 removed (or shown, with --dry-run), 1 if not, 2 wrong use.
                    """);
    }

    @Override
    public int run(Arguments arguments, Console console) {
        String name = arguments.text(GROUP).orElseThrow();
        try (var session = new Session()) {
            Remote remote = session.remote(NameServerOption.addresses(arguments, nameServers));
            List<Master> masters = remote.masters();
            var groups = new Groups(remote, masters);
            var topics = new Topics(remote, masters);
            groups.found(name);
            Standing standing = groups.standing(name);
            long dead = topics.messages(Names.deadLetterTopic(name));
            console.out()
                    .println("group " + name + ": lag " + Shown.whole(standing.lag()) + " in "
                            + (standing.topics().isEmpty() ? "no topic" : String.join(", ", standing.topics()))
                            + ", " + Shown.whole(topics.messages(Names.retryTopic(name))) + " retries, "
                            + Shown.whole(dead) + " dead letters");
            if (!standing.clients().isEmpty()) {
                throw new CommandFailure("group " + name + " has clients connected: "
                        + String.join(", ", standing.clients().keySet()) + "; stop them first");
            }
            if (Confirmation.isDryRun(arguments)) {
                return 0;
            }
            Confirmation.ask("Remove group " + name + "?", arguments, console);
            groups.remove(name);
            topics.remove(Names.retryTopic(name));
            if (!arguments.has(KEEP)) {
                topics.remove(Names.deadLetterTopic(name));
            }
            console.out().println("removed group " + name);
            return 0;
        }
    }
}
