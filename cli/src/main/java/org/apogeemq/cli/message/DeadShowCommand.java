package org.apogeemq.cli.message;

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
import org.apogeemq.cli.screen.JsonOption;
import org.apogeemq.cli.screen.Shown;
import org.apogeemq.protocol.record.Names;

/** {@code apogee message dead show}: shows one dead letter. */
public final class DeadShowCommand implements Command {
    private static final String GROUP = "GROUP";
    private static final String ID = "ID";

    private final String nameServers;

    /** @param nameServers used if none is named */
    public DeadShowCommand(String nameServers) {
        this.nameServers = nameServers;
    }

    @Override
    public Grammar grammar() {
        return new Grammar("message dead show", "Shows one dead letter of a group: all of it, and why it is one.")
                .argument(GROUP, "Group that has failed on it.")
                .argument(ID, "Id of the message, or of its place, as message dead list shows them.")
                .with(JsonOption::in)
                .with(NameServerOption::in)
                .more("""
                    Of several dead letters with one id, those of a message that died again, the last is shown.

                    Exit code: 0 shown, 1 if there is no such letter or the queue is not reached, 2 wrong use.
                    """);
    }

    @Override
    public int run(Arguments arguments, Console console) {
        String group = arguments.text(GROUP).orElseThrow();
        String id = arguments.text(ID).orElseThrow();
        try (var session = new Session()) {
            Remote remote = session.remote(NameServerOption.addresses(arguments, nameServers));
            List<Master> masters = remote.masters();
            var search = new MessageSearch(remote, masters);
            Found found = search.byId(id, Names.deadLetterTopic(group))
                    .orElseThrow(() -> new CommandFailure("group " + group + " has no dead letter " + id
                            + "; bin/apogee message dead list " + group + " shows those it has"));
            var letter = new DeadLetter(found);
            if (!JsonOption.wanted(arguments)) {
                boolean sent = letter.originTopic() != null
                        && new DeadLetters(remote, search, group)
                                .wereSent(List.of(letter), List.of(letter.originTopic()))[0];
                console.out()
                        .println("dead letter of group " + group + ", from topic " + shown(letter.originTopic())
                                + ", where it was " + shown(letter.originId()) + "; "
                                + (letter.reason() == null ? "" : Shown.plain(letter.reason()) + "; ")
                                + (sent ? "sent again" : "not sent again"));
                console.out().println();
            }
            MessageDetails.of(found, remote, masters).print(JsonOption.wanted(arguments), console);
            return 0;
        }
    }

    private static String shown(String text) {
        return text == null ? "(not known)" : text;
    }
}
