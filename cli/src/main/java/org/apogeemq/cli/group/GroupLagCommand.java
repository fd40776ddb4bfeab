package org.apogeemq.cli.group;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apogeemq.cli.grammar.Arguments;
import org.apogeemq.cli.grammar.Command;
import org.apogeemq.cli.grammar.CommandFailure;
import org.apogeemq.cli.grammar.Console;
import org.apogeemq.cli.grammar.Grammar;
import org.apogeemq.cli.grammar.Values;
import org.apogeemq.cli.group.LagView.Moment;
import org.apogeemq.cli.reach.NameServerOption;
import org.apogeemq.cli.reach.Remote;
import org.apogeemq.cli.reach.Session;
import org.apogeemq.cli.screen.JsonOption;
import org.apogeemq.cli.screen.LiveView;
import org.apogeemq.protocol.json.JsonWriter;
import org.apogeemq.protocol.record.Names;

/** {@code apogee group lag}: shows how far behind groups are, again and again if wanted. */
public final class GroupLagCommand implements Command {
    private static final String GROUP = "GROUP";
    private static final String TOPIC = "--topic";
    private static final String WATCH = "--watch";
    private static final String EVERY = "--every";
    private static final int EVERY_SECONDS = 2;
    private static final int EVERY_SECONDS_MAX = 3_600;

    private final String nameServers;

    /** One look at the brokers: as lines of text, or as JSON. */
    private interface Look {
        List<String> lines(Moment now, boolean again, int room);

        JsonWriter json(Moment now);
    }

    /** @param nameServers used if none is named */
    public GroupLagCommand(String nameServers) {
        this.nameServers = nameServers;
    }

    @Override
    public Grammar grammar() {
        return new Grammar("group lag", "Shows how many messages a group, or each group, has not consumed yet.")
                .optional(GROUP, "Group whose queues are shown. Default: all groups, a line each")
                .option(TOPIC, "TOPIC", "Only this topic of the group.")
                .flag(WATCH, "Show it again and again in the same place, with rates, until Ctrl-C.")
                .option(EVERY, "SECONDS", "How often. Default: " + EVERY_SECONDS)
                .with(JsonOption::in)
                .with(NameServerOption::in)
                .more("""
                    The largest lag stands first. BEHIND is how old the message is that was consumed last, IN/S and
                    OUT/S are messages a second that came in and were consumed since the last look. CLIENT is who has
                    the queue, as the clients say. If the output is no terminal, --watch shows it once.

                    Examples:
                      bin/apogee group lag
                      bin/apogee group lag billing --watch

                    Exit code: 0 shown, 130 after Ctrl-C, 1 if there is no such group or the queue is not reached,
                    2 wrong use.
                    """);
    }

    @Override
    public int run(Arguments arguments, Console console) throws InterruptedException {
        Duration every = Duration.ofSeconds(Values.whole(arguments, EVERY, EVERY_SECONDS, 1, EVERY_SECONDS_MAX));
        try (var session = new Session()) {
            Remote remote = session.remote(NameServerOption.addresses(arguments, nameServers));
            var groups = new Groups(remote, remote.masters());
            Look look = arguments
                    .text(GROUP)
                    .map(group ->
                            look(remote, groups, group, arguments.text(TOPIC).orElse(null)))
                    .orElseGet(() -> look(groups));
            if (JsonOption.wanted(arguments)) {
                JsonOption.print(look.json(now(session)), console);
            } else if (arguments.has(WATCH) && console.isTerminal()) {
                watch(look, session, every, console);
            } else {
                look.lines(now(session), false, console.window().columns()).forEach(console.out()::println);
            }
            return 0;
        }
    }

    private static void watch(Look look, Session session, Duration every, Console console) throws InterruptedException {
        var view = new LiveView(console);
        int room = console.window().columns();
        view.show(look.lines(now(session), true, room));
        while (true) {
            session.pause(every);
            try {
                view.show(look.lines(now(session), true, room));
            } catch (CommandFailure e) {
                view.show(List.of(e.getMessage(), "trying again every " + every.toSeconds() + " s"));
            }
        }
    }

    private static Moment now(Session session) {
        return new Moment(session.time().wallMillis(), session.time().monotonicNanos());
    }

    /** Looks at the queues of one group. */
    private static Look look(Remote remote, Groups groups, String group, String topic) {
        groups.found(group);
        var view = new LagView();
        return new Look() {
            private Standing standing() {
                Standing standing = groups.standing(group);
                return topic == null ? standing : standing.ofTopic(topic);
            }

            @Override
            public List<String> lines(Moment now, boolean again, int room) {
                Standing standing = standing();
                var rows = view.ofQueues(standing, now);
                List<String> lines = new ArrayList<>();
                lines.add(LagView.headline(standing, rows, now));
                if (rows.isEmpty()) {
                    lines.add("it has not consumed anything yet");
                } else {
                    lines.addAll(LagView.queues(now, Holders.ask(remote, standing), again)
                            .lines(rows, room));
                }
                return lines;
            }

            @Override
            public JsonWriter json(Moment now) {
                Standing standing = standing();
                JsonWriter json = GroupListCommand.listing(now.wallMillis())
                        .members(standing, new JsonWriter().beginObject())
                        .name("perQueue");
                return LagView.queues(now, Holders.ask(remote, standing), false)
                        .array(view.ofQueues(standing, now), json)
                        .endObject();
            }
        };
    }

    /** Looks at all groups. */
    private static Look look(Groups groups) {
        var view = new LagView();
        return new Look() {
            private List<LagView.Row<Standing>> rows(Moment now) {
                List<String> names = new ArrayList<>(groups.all().keySet());
                names.removeIf(Names::isSystemGroup);
                return view.ofGroups(groups.standings(names, done -> {}), now);
            }

            @Override
            public List<String> lines(Moment now, boolean again, int room) {
                return LagView.groups(now, again).lines(rows(now), room);
            }

            @Override
            public JsonWriter json(Moment now) {
                return LagView.groups(now, false).array(rows(now), new JsonWriter());
            }
        };
    }
}
