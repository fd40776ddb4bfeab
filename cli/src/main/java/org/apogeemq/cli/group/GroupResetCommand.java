package org.apogeemq.cli.group;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apogeemq.cli.grammar.Arguments;
import org.apogeemq.cli.grammar.Command;
import org.apogeemq.cli.grammar.CommandFailure;
import org.apogeemq.cli.grammar.Console;
import org.apogeemq.cli.grammar.Grammar;
import org.apogeemq.cli.grammar.Values;
import org.apogeemq.cli.grammar.WrongUseException;
import org.apogeemq.cli.group.ResetPlan.Move;
import org.apogeemq.cli.group.ResetPlan.Target;
import org.apogeemq.cli.reach.BrokerOptions;
import org.apogeemq.cli.reach.NameServerOption;
import org.apogeemq.cli.reach.Remote;
import org.apogeemq.cli.reach.Remote.Master;
import org.apogeemq.cli.reach.Session;
import org.apogeemq.cli.screen.Confirmation;
import org.apogeemq.cli.screen.JsonOption;
import org.apogeemq.cli.screen.Shown;
import org.apogeemq.cli.topic.Topics;
import org.apogeemq.protocol.json.JsonWriter;

/** {@code apogee group reset}: lets a group go on elsewhere in a topic. */
public final class GroupResetCommand implements Command {
    private static final String GROUP = "GROUP";
    private static final String TOPIC = "TOPIC";
    private static final String TO = "--to";
    private static final String OFFSET = "--offset";
    private static final String QUEUE = "--queue";
    private static final String FIRST = "first";
    private static final String LAST = "last";

    private final String nameServers;

    /** @param nameServers used if none is named */
    public GroupResetCommand(String nameServers) {
        this.nameServers = nameServers;
    }

    @Override
    public Grammar grammar() {
        return new Grammar("group reset", "Lets a group go on elsewhere in a topic: at a time, an offset, or an end.")
                .argument(GROUP, "Group to move.")
                .argument(TOPIC, "Topic in which it moves.")
                .option(TO, "first|last|TIME", "The first message kept, behind the last, or the first since a time.")
                .option(OFFSET, "N", "This offset of one queue.")
                .option(QUEUE, "N", "Only this queue, on each broker that has it. Default: all")
                .with(BrokerOptions::in)
                .with(Confirmation::in)
                .with(JsonOption::in)
                .with(NameServerOption::in)
                .more("""
                    It shows first what would change and asks. Clients that run go on there with their next pull; of
                    a group that is not online the offset is committed.

                    Times: %s.

                    Examples:
                      bin/apogee group reset billing orders --to 2h --dry-run
                      bin/apogee group reset billing orders --to last
                      bin/apogee group reset billing orders --queue 3 --offset 1200 --broker broker-a

                    Exit code: 0 moved (or shown, with --dry-run), 1 if not, 2 wrong use.
                    """.formatted(Shown.TIMES));
    }

    @Override
    public int run(Arguments arguments, Console console) {
        String group = arguments.text(GROUP).orElseThrow();
        String topic = arguments.text(TOPIC).orElseThrow();
        try (var session = new Session()) {
            Target target = target(arguments, session.time().wallMillis());
            Remote remote = session.remote(NameServerOption.addresses(arguments, nameServers));
            List<Master> masters = BrokerOptions.chosen(arguments, remote.masters());
            var groups = new Groups(remote, masters);
            groups.found(group);
            List<Move> moves = moves(remote, masters, arguments, target);
            List<Move> changes = moves.stream().filter(Move::isChange).toList();
            boolean json = JsonOption.wanted(arguments);
            if (!json) {
                Move.listing().print(moves, console);
            }
            int clients = groups.standing(group).clients().size();
            if (!changes.isEmpty() && !Confirmation.isDryRun(arguments)) {
                Confirmation.ask(
                        "Move group " + group + " in " + Shown.count(changes.size(), "queue") + "?",
                        arguments,
                        console);
                var reset = new Reset(remote, group, topic, target.timestamp(), clients);
                changes.forEach(reset::make);
            }
            if (json) {
                JsonOption.print(Move.listing().array(moves, new JsonWriter()), console);
            } else {
                console.out().println(said(changes.size(), clients, Confirmation.isDryRun(arguments)));
            }
            return 0;
        }
    }

    private static String said(int changes, int clients, boolean dryRun) {
        if (changes == 0) {
            return "nothing to move";
        }
        return (dryRun ? "would move " : "moved ")
                + Shown.count(changes, "queue")
                + (clients == 0 ? "; no client is connected" : "; clients that go on there: " + clients);
    }

    private static List<Move> moves(Remote remote, List<Master> masters, Arguments arguments, Target target) {
        String group = arguments.text(GROUP).orElseThrow();
        String topic = arguments.text(TOPIC).orElseThrow();
        OptionalLong only = Values.whole(arguments, QUEUE, 0, Integer.MAX_VALUE);
        var plan = new ResetPlan(remote, group, topic);
        List<Move> moves = new ArrayList<>();
        for (Topics.Held held : new Topics(remote, masters).found(topic)) {
            int queues = held.config().readQueueNums();
            int from = (int) only.orElse(0);
            int to = only.isPresent() ? Math.min(queues, from + 1) : queues;
            moves.addAll(plan.moves(held.broker(), from, to, target));
        }
        if (moves.isEmpty()) {
            throw new CommandFailure("topic " + topic + " has no queue " + only.orElse(0) + "; bin/apogee topic show "
                    + topic + " shows those it has");
        }
        return moves;
    }

    private static Target target(Arguments arguments, long now) {
        Optional<String> to = arguments.text(TO);
        OptionalLong offset = Values.whole(arguments, OFFSET, 0, Long.MAX_VALUE);
        if (to.isPresent() == offset.isPresent()) {
            throw new WrongUseException("either " + TO + " or " + OFFSET + " must be given");
        }
        if (offset.isPresent()) {
            if (!arguments.has(QUEUE)) {
                throw new WrongUseException(OFFSET + " needs " + QUEUE + ": offsets are those of one queue");
            }
            return new Target.Offset(offset.getAsLong());
        }
        return switch (to.get()) {
            case FIRST -> new Target.First();
            case LAST -> new Target.Last();
            default -> new Target.Time(Shown.millis(TO, to.get(), now));
        };
    }
}
