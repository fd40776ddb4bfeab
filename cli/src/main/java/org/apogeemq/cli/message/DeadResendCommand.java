package org.apogeemq.cli.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apogeemq.cli.grammar.Arguments;
import org.apogeemq.cli.grammar.Command;
import org.apogeemq.cli.grammar.Console;
import org.apogeemq.cli.grammar.Grammar;
import org.apogeemq.cli.grammar.Values;
import org.apogeemq.cli.message.Resend.Order;
import org.apogeemq.cli.message.Resend.Outcome;
import org.apogeemq.cli.message.Resend.Target;
import org.apogeemq.cli.reach.NameServerOption;
import org.apogeemq.cli.reach.Remote;
import org.apogeemq.cli.reach.Session;
import org.apogeemq.cli.screen.Confirmation;
import org.apogeemq.cli.screen.JsonOption;
import org.apogeemq.cli.screen.Progress;
import org.apogeemq.cli.screen.Shown;
import org.apogeemq.protocol.json.JsonWriter;
import org.apogeemq.protocol.record.MessageQueue;
import org.apogeemq.protocol.record.Names;
import org.apogeemq.time.Entropy;

/** {@code apogee message dead resend}: sends dead letters again. */
public final class DeadResendCommand implements Command {
    private static final String GROUP = "GROUP";
    private static final String TO = "--to";
    private static final String MAX = "--max";
    private static final String AGAIN = "--again";
    private static final String ORIGIN = "origin";
    private static final String OWN = "group";
    private static final int SHOWN_MAX = 1_000;

    private final String nameServers;

    /** @param nameServers used if none is named */
    public DeadResendCommand(String nameServers) {
        this.nameServers = nameServers;
    }

    @Override
    public Grammar grammar() {
        return new Grammar(
                        "message dead resend", "Sends dead letters of a group again, one or many, none of them twice.")
                .argument(GROUP, "Group whose dead letters are sent.")
                .option(
                        TO,
                        "origin|group|TOPIC",
                        "Where to: the topic it came from, so that every group there gets it;"
                                + " this group alone, by its retries; or another topic. Default: origin")
                .with(MessageFilter::in)
                .option(MAX, "N", "End after N letters. Default: all")
                .flag(AGAIN, "Those too that were sent before.")
                .with(Confirmation::in)
                .with(JsonOption::in)
                .with(NameServerOption::in)
                .more("""
                    Body, flag, keys, tags, id and all properties of the application are kept; the letter stays where
                    it is. A message that is made says from which letter (property APOGEE_RESENT_FROM), and before a
                    letter is sent its topic is searched for that by id. So a run that was interrupted, killed or lost
                    its connection is run again as it was, and sends what is missing. That holds for one run at a
                    time, while brokers keep an index (messageIndexEnable) and the messages that were made are kept.
                    Up to where all letters of a queue were sent to their origin is remembered on the broker as well,
                    in the offsets of group CID_RMQ_SYS_APOGEE_RESEND; the next run begins there.

                    Times: %s.

                    Examples:
                      bin/apogee message dead resend billing --dry-run
                      bin/apogee message dead resend billing --key order-17
                      bin/apogee message dead resend billing --since 1d --property region=north --yes

                    Exit code: 0 all sent (or shown, with --dry-run), 1 if not, 2 wrong use.
                    """.formatted(Shown.TIMES));
    }

    @Override
    public int run(Arguments arguments, Console console) throws InterruptedException {
        try (var session = new Session()) {
            Remote remote = session.remote(NameServerOption.addresses(arguments, nameServers));
            return new Run(arguments, console, session, remote).run();
        }
    }

    /** One run of the command. */
    private static final class Run {
        private final Arguments arguments;
        private final Console console;
        private final Session session;
        private final Remote remote;
        private final String group;
        private final String to;
        private final MessageFilter filter;
        private final DeadLetters letters;

        Run(Arguments arguments, Console console, Session session, Remote remote) {
            this.arguments = arguments;
            this.console = console;
            this.session = session;
            this.remote = remote;
            group = arguments.text(GROUP).orElseThrow();
            to = arguments.text(TO).orElse(ORIGIN);
            filter = MessageFilter.of(arguments, session.time().wallMillis());
            letters = new DeadLetters(remote, new MessageSearch(remote, remote.masters()), group);
        }

        int run() throws InterruptedException {
            Optional<Map<MessageQueue, String>> queues = letters.queues();
            if (queues.isEmpty()) {
                console.err().println("group " + group + " has no dead letters");
                return report(new Outcome(0, 0, 0), true);
            }
            boolean dryRun = Confirmation.isDryRun(arguments);
            if (dryRun || !Confirmation.isGiven(arguments)) {
                List<Found> wanted = new ArrayList<>();
                Outcome plan = pass(queues.get(), true, letter -> {
                    if (wanted.size() < SHOWN_MAX) {
                        wanted.add(letter.found());
                    }
                });
                if (!JsonOption.wanted(arguments) && !wanted.isEmpty()) {
                    Found.listing().print(wanted, console);
                }
                if (dryRun || plan.sent() == 0) {
                    return report(plan, true);
                }
                Confirmation.ask("Send " + Shown.count(plan.sent(), "letter") + " again?", arguments, console);
            }
            return report(pass(queues.get(), false, letter -> {}), false);
        }

        /** Looks at all letters, and sends them unless it is only to be known which. */
        private Outcome pass(Map<MessageQueue, String> queues, boolean dryRun, Consumer<DeadLetter> onSent)
                throws InterruptedException {
            boolean again = arguments.has(AGAIN);
            ResendMark mark = to.equals(ORIGIN) ? new ResendMark(remote, queues) : null;
            Map<MessageQueue, Long> done = mark == null ? Map.of() : mark.read();
            TopicScan scan = letters.scan(filter.since(), again ? Map.of() : done);
            long max = Values.whole(arguments, MAX, 1, Long.MAX_VALUE).orElse(Long.MAX_VALUE);
            var progress = new Progress(console, "letters looked at", scan.total());
            var order = new Order(filter, target(), again, max, dryRun);
            var sender = new Sender(remote, session.time(), Entropy.SYSTEM);
            Outcome outcome =
                    new Resend(letters, sender, session, order, onSent).run(scan, dryRun ? null : mark, progress);
            progress.end();
            boolean isCounted = mark != null && !again && filter.isOfTimeAlone() && filter.since() == 0;
            return isCounted
                    ? new Outcome(outcome.sent(), outcome.before() + mark.skipped(), outcome.homeless())
                    : outcome;
        }

        private Target target() {
            return new Target() {
                @Override
                public String topic(DeadLetter letter) {
                    return switch (to) {
                        case ORIGIN -> letter.originTopic();
                        case OWN -> letter.originTopic() == null ? null : Names.retryTopic(group);
                        default -> to;
                    };
                }

                @Override
                public String retryOf(DeadLetter letter) {
                    return to.equals(OWN) ? letter.originTopic() : null;
                }
            };
        }

        private int report(Outcome outcome, boolean dryRun) {
            if (JsonOption.wanted(arguments)) {
                JsonWriter json = new JsonWriter().beginObject().field("group", group);
                json.field("sent", dryRun ? 0 : outcome.sent()).field("wouldSend", dryRun ? outcome.sent() : 0);
                json.field("sentBefore", outcome.before()).field("withoutOrigin", outcome.homeless());
                JsonOption.print(json.endObject(), console);
            } else {
                console.out()
                        .println((dryRun ? "would send " : "sent ") + Shown.count(outcome.sent(), "letter") + "; "
                                + Shown.whole(outcome.before()) + " were sent before");
            }
            if (outcome.homeless() > 0) {
                console.err()
                        .println("note: " + Shown.count(outcome.homeless(), "letter") + " without an origin; " + TO
                                + " TOPIC sends them");
                return 1;
            }
            return 0;
        }
    }
}
