package org.apogeemq.cli.group;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apogeemq.cli.grammar.Arguments;
import org.apogeemq.cli.grammar.Command;
import org.apogeemq.cli.grammar.Console;
import org.apogeemq.cli.grammar.Grammar;
import org.apogeemq.cli.reach.NameServerOption;
import org.apogeemq.cli.reach.Remote;
import org.apogeemq.cli.reach.Remote.Question;
import org.apogeemq.cli.reach.Session;
import org.apogeemq.cli.screen.JsonOption;
import org.apogeemq.protocol.command.RemotingCommand;
import org.apogeemq.protocol.command.ResponseCodes;
import org.apogeemq.protocol.json.Json;
import org.apogeemq.protocol.json.JsonObject;
import org.apogeemq.protocol.json.JsonWriter;
import org.apogeemq.protocol.record.Names;

/** {@code apogee group members}: shows who is in a group, and who wants something else than the others. */
public final class GroupMembersCommand implements Command {
    private static final String GROUP = "GROUP";

    private final String nameServers;

    /** @param nameServers used if none is named */
    public GroupMembersCommand(String nameServers) {
        this.nameServers = nameServers;
    }

    @Override
    public Grammar grammar() {
        return new Grammar("group members", "Shows the clients of a group, and those that subscribe differently.")
                .argument(GROUP, "Group to show.")
                .with(JsonOption::in)
                .with(NameServerOption::in)
                .more("""
                    All members of a group must subscribe to the same topics with the same expressions: queues are
                    shared among all of them, and a message goes to one that may not want it. Each client is asked
                    through its broker what it wants.

                    Exit code: 0 shown, 1 if there is no such group or the queue is not reached, 2 wrong use.
                    """);
    }

    @Override
    public int run(Arguments arguments, Console console) {
        String group = arguments.text(GROUP).orElseThrow();
        try (var session = new Session()) {
            Remote remote = session.remote(NameServerOption.addresses(arguments, nameServers));
            var groups = new Groups(remote, remote.masters());
            groups.found(group);
            Standing standing = groups.standing(group);
            List<Member> members = members(remote, standing);
            if (JsonOption.wanted(arguments)) {
                JsonOption.print(Member.listing().array(members, new JsonWriter()), console);
            } else if (members.isEmpty()) {
                console.err().println("no client of group " + group + " is connected");
            } else {
                Member.listing().print(members, console);
                warn(group, standing, members, console);
            }
            return 0;
        }
    }

    private static List<Member> members(Remote remote, Standing standing) {
        List<Question> questions = standing.clients().values().stream()
                .map(connected -> Holders.question(standing.group(), connected))
                .toList();
        List<RemotingCommand> answers = remote.askAll(questions, done -> {});
        List<Member> members = new ArrayList<>();
        int next = 0;
        for (Standing.Connected connected : standing.clients().values()) {
            members.add(new Member(
                    connected.client().clientId(),
                    connected.client().clientAddr(),
                    connected.client().language(),
                    Member.version(connected.client().version()),
                    subscriptions(answers.get(next++)),
                    false));
        }
        return Member.compared(members);
    }

    /** What a client says it wants, without its retries; null if it does not say. */
    private static Map<String, String> subscriptions(RemotingCommand answer) {
        if (answer.code() != ResponseCodes.SUCCESS || answer.body() == null) {
            return null;
        }
        Map<String, String> wanted = new TreeMap<>();
        for (JsonObject one : Json.parseObject(answer.body()).objects("subscriptionSet", same -> same)) {
            String topic = one.requiredString("topic");
            if (!Names.isRetryTopic(topic)) {
                wanted.put(topic, one.string("subString", "*"));
            }
        }
        return wanted;
    }

    private static void warn(String group, Standing standing, List<Member> members, Console console) {
        List<String> others =
                members.stream().filter(Member::differs).map(Member::id).toList();
        if (!others.isEmpty()) {
            console.err()
                    .println("note: these clients of group " + group + " subscribe differently: "
                            + String.join(", ", others) + "; they miss messages, or others do: give all the same");
        }
        if (members.stream().anyMatch(member -> member.subscriptions() == null)) {
            var last = new TreeMap<String, String>();
            standing.subscriptions().forEach((topic, data) -> last.put(topic, data.subString()));
            console.err().println("note: not every client could be asked; what one of them said last: " + last);
        }
    }
}
